using FluxEntropy.Orderings;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Aggregation;

/// <summary>The runs and records of one aggregator.</summary>
internal sealed class AggregateFiles(LocalFileStore files, string corpusId, string profileHash, int group) : IDisposable
{
    private readonly Dictionary<string, RunFile> _open = [];
    private int _number; // of the newest record

    public string PathOf(string run) => DataLayout.Run(corpusId, profileHash, group, run);

    /// <summary>The record with the highest number, or null.</summary>
    public async Task<AggregateRecord?> NewestRecordAsync()
    {
        var records = files.Files(DataLayout.Runs(corpusId, profileHash, group))
            .Where(file => file.EndsWith(AggregateRecordFile.Extension, StringComparison.Ordinal)).ToArray();
        if (records.Length == 0)
            return null;
        _number = int.Parse(Path.GetFileNameWithoutExtension(records[^1]));
        var path = DataLayout.AggregateRecord(corpusId, profileHash, group, _number);
        return AggregateRecordFile.Read(await files.ReadAsync(path), path);
    }

    /// <summary>Publishes the next record and deletes the one before the last; false when another activation published that number.</summary>
    public async Task<bool> TryPublishAsync(AggregateRecord record)
    {
        if (!await files.PublishAsync(DataLayout.AggregateRecord(corpusId, profileHash, group, _number + 1), AggregateRecordFile.Encode(record)))
            return false;
        files.Delete(DataLayout.AggregateRecord(corpusId, profileHash, group, _number));
        _number++;
        return true;
    }

    /// <summary>Publishes the merge of runs under a name that was never used.</summary>
    public async Task PublishAsync(string run, IReadOnlyCollection<ISortedRun> runs)
    {
        using var stream = new MemoryStream();
        RunMerge.Write(stream, runs);
        await files.PublishAsync(PathOf(run), stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    /// <summary>A published run, open for reading.</summary>
    public RunFile Open(string run)
    {
        if (!_open.TryGetValue(run, out var file))
            _open.Add(run, file = RunFile.Open(files.FullPath(PathOf(run))));
        return file;
    }

    /// <summary>Deletes a run that no record names any more.</summary>
    public void Delete(string run)
    {
        if (_open.Remove(run, out var file))
            file.Dispose();
        files.Delete(PathOf(run));
    }

    public void Dispose()
    {
        foreach (var file in _open.Values)
            file.Dispose();
        _open.Clear();
    }
}
