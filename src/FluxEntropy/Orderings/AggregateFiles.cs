using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>The runs and records of one aggregator.</summary>
/// <param name="files">Where they are.</param>
/// <param name="corpusId">The corpus.</param>
/// <param name="profileHash">The scoring profile.</param>
/// <param name="group">Number of the group of shards.</param>
/// <param name="openRun">Opens a published run by its path.</param>
internal sealed class AggregateFiles(
    IFileStore files,
    string corpusId,
    string profileHash,
    int group,
    Func<string, ISortedRun> openRun
) : IDisposable
{
    private readonly Dictionary<string, ISortedRun> _open = [];
    private int _number; // of the newest record

    public string PathOf(string run) => DataLayout.Run(corpusId, profileHash, group, run);

    /// <summary>The record with the highest number, or null.</summary>
    public async Task<AggregateRecord?> NewestRecordAsync()
    {
        _number = NewestNumber();
        if (_number == 0)
            return null;
        var path = DataLayout.AggregateRecord(corpusId, profileHash, group, _number);
        return AggregateRecordFile.Read(await files.ReadAsync(path), path);
    }

    /// <summary>Publishes the next record and deletes the one before; false when another activation moved on.</summary>
    public async Task<bool> TryPublishAsync(AggregateRecord record)
    {
        var next = DataLayout.AggregateRecord(corpusId, profileHash, group, _number + 1);
        if (!await files.PublishAsync(next, AggregateRecordFile.Encode(record)))
            return false;
        // A number whose record was deleted is free again, and given to whoever fell that far behind; but then a higher one is there.
        if (NewestNumber() > _number + 1)
        {
            files.Delete(next);
            return false;
        }

        files.Delete(DataLayout.AggregateRecord(corpusId, profileHash, group, _number));
        _number++;
        return true;
    }

    /// <summary>Publishes the merge of runs, less those of deleted documents, under a name that was never used.</summary>
    public async Task PublishAsync(
        string run,
        IReadOnlyCollection<ISortedRun> runs,
        IReadOnlyCollection<ISortedRun> deleted
    )
    {
        using var stream = new MemoryStream();
        RunMerge.Write(stream, runs, deleted);
        await files.PublishAsync(PathOf(run), stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    /// <summary>A published run, open for reading.</summary>
    public ISortedRun Open(string run)
    {
        if (!_open.TryGetValue(run, out var file))
            _open.Add(run, file = openRun(PathOf(run)));
        return file;
    }

    /// <summary>Deletes a run that no record names any more.</summary>
    public void Delete(string run)
    {
        if (_open.Remove(run, out var file))
            (file as IDisposable)?.Dispose();
        files.Delete(PathOf(run));
    }

    public void Dispose()
    {
        foreach (var file in _open.Values)
            (file as IDisposable)?.Dispose();
        _open.Clear();
    }

    private int NewestNumber() =>
        files
            .Files(DataLayout.Runs(corpusId, profileHash, group))
            .Where(file => file.EndsWith(DataLayout.AggregateRecordExtension, StringComparison.Ordinal))
            .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)))
            .DefaultIfEmpty()
            .Max();
}
