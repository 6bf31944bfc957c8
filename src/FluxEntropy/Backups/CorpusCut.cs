using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>
/// Takes a corpus. Files are published after those that they were made of; so tables and aggregates are taken first, then tombstones and
/// scores, at last the shards' logs, whose fences are read after all that.
/// </summary>
internal sealed class CorpusCut(BackupFolder backup, string corpusId)
{
    private const int Attempts = 16;
    private readonly LocalFileStore _source = backup.Source;

    /// <summary>What comes before the fences of the logs are read.</summary>
    public async Task TakeFilesAsync(CancellationToken cancellationToken)
    {
        await backup.TakeAsync(DataLayout.CorpusSettings(corpusId), cancellationToken);
        await TakeAsync(DataLayout.ActiveProfiles(corpusId), Listing.Begun, cancellationToken);
        foreach (var folder in FoldersBelow(DataLayout.Tables(corpusId), depth: 2))
            await RepeatAsync(folder, () => TakeTablesAsync(folder, cancellationToken));
        foreach (var folder in FoldersBelow(DataLayout.Runs(corpusId), depth: 2))
            await RepeatAsync(folder, () => TakeAggregateAsync(folder, cancellationToken));
        foreach (var folder in FoldersBelow(DataLayout.Backfills(corpusId), depth: 3))
            await TakeAsync(folder, Files, cancellationToken);
        foreach (var folder in FoldersBelow($"{DataLayout.Corpus(corpusId)}/rescores", depth: 1))
            await TakeAsync(folder, Files, cancellationToken);
        foreach (var folder in FoldersBelow($"{DataLayout.Corpus(corpusId)}/tombstones", depth: 1))
            await TakeAsync(folder, Listing.Begun, cancellationToken);
        await TakeScoresAsync(cancellationToken);
        await TakeAsync(DataLayout.ScoredProfiles(corpusId), Files, cancellationToken);
    }

    /// <summary>What comes after: the logs.</summary>
    /// <returns>The end of each log that was begun, by its folder.</returns>
    public async Task<IReadOnlyDictionary<string, LogCommit>> TakeLogsAsync(
        Func<string, LogCommit?> committed,
        CancellationToken cancellationToken
    )
    {
        var ends = new Dictionary<string, LogCommit>();
        foreach (var shard in _source.Folders(DataLayout.Shards(corpusId)))
        {
            var log = $"{DataLayout.Shards(corpusId)}/{shard}/log";
            if (await LogCut.TakeAsync(backup, log, committed(log), cancellationToken) is { } end)
                ends.Add(log, end);
        }
        return ends;
    }

    // Of tables of the same segments the last counts; a table counts once it has a manifest.
    private async Task TakeTablesAsync(string folder, CancellationToken cancellationToken)
    {
        var manifests = Listing
            .Still(_source, folder)
            .Where(file => Path.GetExtension(file) == ".json")
            .GroupBy(file => file.Split('-', '.')[0])
            .Select(same => Path.GetFileNameWithoutExtension(same.Last()));
        foreach (var table in manifests)
        {
            await backup.TakeAsync($"{folder}/{table}.json", cancellationToken);
            await backup.TakeAsync($"{folder}/{table}.parquet", cancellationToken);
        }
    }

    // The newest record and the runs that it names; merges remove those that no record names any more.
    private async Task TakeAggregateAsync(string folder, CancellationToken cancellationToken)
    {
        var files = Listing.Still(_source, folder);
        if (files.LastOrDefault(IsRecord) is not { } newest)
            return; // nothing was sealed yet
        var path = $"{folder}/{newest}";
        await backup.TakeAsync(path, cancellationToken);
        try
        {
            var record = AggregateRecordFile.Read(await backup.Target.ReadAsync(path, cancellationToken), path);
            files = [.. record.Runs.Select(run => $"{run.Name}.run")];
        }
        catch (InvalidDataException)
        {
            // It is damaged, which verification says.
        }
        foreach (var run in files.Where(file => !IsRecord(file)))
            await backup.TakeAsync($"{folder}/{run}", cancellationToken);
    }

    // A segment has tokens before it has scores; tokens alone are what a crash leaves.
    private async Task TakeScoresAsync(CancellationToken cancellationToken)
    {
        var scored = new HashSet<(string Shard, string Segment)>();
        foreach (var folder in FoldersBelow(DataLayout.Scores(corpusId), depth: 2))
        foreach (var file in _source.Files(folder))
        {
            await backup.TakeAsync($"{folder}/{file}", cancellationToken);
            scored.Add((Path.GetFileName(folder), Path.GetFileNameWithoutExtension(file)));
        }
        foreach (var folder in FoldersBelow(DataLayout.Tokens(corpusId), depth: 2))
        foreach (var file in _source.Files(folder))
        {
            if (scored.Contains((Path.GetFileName(folder), Path.GetFileNameWithoutExtension(file))))
                await backup.TakeAsync($"{folder}/{file}", cancellationToken);
        }
    }

    private async Task TakeAsync(
        string folder,
        Func<IFileStore, string, IReadOnlyList<string>> list,
        CancellationToken cancellationToken
    )
    {
        foreach (var file in list(_source, folder))
            await backup.TakeAsync($"{folder}/{file}", cancellationToken);
    }

    private async Task RepeatAsync(string folder, Func<Task> take)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await take();
                return;
            }
            catch (FileNotFoundException) when (attempt < Attempts)
            {
                backup.Drop(folder);
            }
        }
    }

    private IEnumerable<string> FoldersBelow(string folder, int depth) =>
        depth == 0 ? [folder] : _source.Folders(folder).SelectMany(name => FoldersBelow($"{folder}/{name}", depth - 1));

    private static IReadOnlyList<string> Files(IFileStore store, string folder) => store.Files(folder);

    private static bool IsRecord(string file) => Path.GetExtension(file) == DataLayout.AggregateRecordExtension;
}
