using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>
/// One activation of the aggregator of a group of shards: reads score files strictly in segment order, and tombstones in theirs, seals what it read
/// into runs, merges runs in tiers, and moves its record on. The numbered record fences: of two activations one loses the
/// next number, and starts again from the other's record. Calls must not overlap.
/// </summary>
public sealed class GroupAggregator : IDisposable
{
    private const int DeletedShare = 5; // once a fifth of an ordering was deleted, its runs are written anew without
    private readonly IFileStore _store;
    private readonly string _corpusId;
    private readonly string _profileHash;
    private readonly AggregateFiles _published;
    private readonly Func<string> _newName;
    private readonly int _fanIn;

    private GroupAggregator(
        IFileStore store,
        string corpusId,
        string profileHash,
        AggregateFiles published,
        ShardGroupAggregate aggregate,
        Func<string> newName,
        int fanIn
    )
    {
        _store = store;
        _corpusId = corpusId;
        _profileHash = profileHash;
        _published = published;
        _newName = newName;
        _fanIn = fanIn;
        Aggregate = aggregate;
    }

    /// <summary>What was read so far; only for reading.</summary>
    public ShardGroupAggregate Aggregate { get; }

    /// <summary>Whether a seal failed: what is in memory is ahead of the files then, and the aggregator has to be opened anew.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Goes on from the newest record, or begins.</summary>
    /// <param name="store">Where score files, runs and records are.</param>
    /// <param name="corpusId">The corpus.</param>
    /// <param name="profileHash">The scoring profile.</param>
    /// <param name="group">Number of the group.</param>
    /// <param name="shards">Its shards.</param>
    /// <param name="ordering">Metric whose ordering is kept from the beginning.</param>
    /// <param name="openRun">Opens a published run by its path.</param>
    /// <param name="newName">Makes a run's name that was never used.</param>
    /// <param name="fanIn">Runs of a tier that become one. The default value is <see cref="RunTiers.DefaultFanIn"/>.</param>
    public static async Task<GroupAggregator> OpenAsync(
        IFileStore store,
        string corpusId,
        string profileHash,
        int group,
        IEnumerable<int> shards,
        string ordering,
        Func<string, ISortedRun> openRun,
        Func<string> newName,
        int fanIn = RunTiers.DefaultFanIn
    )
    {
        var published = new AggregateFiles(store, corpusId, profileHash, group, openRun);
        var aggregate = await published.NewestRecordAsync() is { } record
            ? new ShardGroupAggregate(record)
            : new ShardGroupAggregate(profileHash, shards, [ordering]);
        return new GroupAggregator(store, corpusId, profileHash, published, aggregate, newName, fanIn);
    }

    /// <summary>Reads score files and tombstones that are there, at most so many files.</summary>
    /// <returns>Files read.</returns>
    public async Task<int> AdvanceAsync(int maxFiles)
    {
        var read = 0;
        foreach (var mark in Aggregate.Marks)
        {
            for (; read < maxFiles && NextScores(mark.Shard) is var path && _store.Exists(path); read++)
                Aggregate.Accept(await ScoresAsync(path));
            for (; read < maxFiles && await NextTombstonesAsync(mark.Shard) is { } tombstones; read++)
                await DeleteAsync(tombstones);
        }

        return read;
    }

    /// <summary>Turns what was read since the last seal into runs, durably.</summary>
    /// <returns>Runs sealed; 0 when nothing was read.</returns>
    /// <exception cref="AggregatorReplacedException">Another activation moved the record on.</exception>
    public async Task<int> SealAsync()
    {
        try
        {
            // A score file that another process published may not be durable under its name yet.
            foreach (var mark in Aggregate.Marks.Where(mark => mark.NextSegment > 0))
                await _store.SyncFolderAsync(DataLayout.Scores(_corpusId, _profileHash, mark.Shard));
            foreach (var mark in Aggregate.Marks.Where(mark => mark.NextTombstone > 0))
                await _store.SyncFolderAsync(DataLayout.Tombstones(_corpusId, mark.Shard));
            var runs = Aggregate.Seal(_ => _newName());
            if (runs.Count == 0)
                return 0;
            foreach (var run in runs)
                await _published.PublishAsync(run.Reference.Name, [run.Run], []);
            FaultPoints.Reached("aggregator.before-record");
            await PublishRecordAsync();
            foreach (var metric in Aggregate.Record.Orderings)
                await MergeAsync(metric);
            return runs.Count;
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    /// <summary>Paths of the sealed runs of an ordering: those of documents, or those of deleted ones.</summary>
    public IReadOnlyList<string> SealedRuns(string metric, bool ofDeleted = false) =>
        [.. References(metric, ofDeleted).Select(run => _published.PathOf(run.Name))];

    /// <summary>Everything of an ordering: its sealed runs and the tail.</summary>
    public IEnumerable<ISortedRun> Runs(string metric) =>
        References(metric, ofDeleted: false).Select(run => _published.Open(run.Name)).Append(Aggregate.Tail(metric));

    /// <summary>What was deleted of that.</summary>
    public IEnumerable<ISortedRun> DeletedRuns(string metric) =>
        References(metric, ofDeleted: true)
            .Select(run => _published.Open(run.Name))
            .Append(Aggregate.DeletedTail(metric));

    /// <summary>Sees to it that an ordering is kept: one that was not in use is built from the score files, without touching a device.</summary>
    public async Task RequireOrderingAsync(string metric)
    {
        if (Aggregate.HasOrdering(metric))
            return;
        var history = new RunBuilder(_profileHash, metric, Aggregate.Marks.Select(mark => ShardMark.Start(mark.Shard)));
        foreach (var mark in Aggregate.Marks)
            await history.ReadAsync(_store, _corpusId, mark.Shard, mark.NextSegment, mark.NextTombstone);
        Aggregate.StartOrdering(history);
    }

    public void Dispose() => _published.Dispose();

    private string NextScores(int shard) =>
        DataLayout.ScoreFile(_corpusId, _profileHash, shard, Aggregate.NextSegment(shard));

    private async Task<SegmentScores> ScoresAsync(string path) =>
        SegmentScores.Of(ScoreFile.Read(await _store.ReadAsync(path), path));

    // Null while there are none, or while scores of a deleted row are still to come.
    private async Task<TombstoneFile?> NextTombstonesAsync(int shard)
    {
        var path = DataLayout.TombstoneFile(_corpusId, shard, Aggregate.NextTombstone(shard));
        if (!_store.Exists(path))
            return null;
        var file = TombstoneFile.Read(await _store.ReadAsync(path), path);
        return file.Tombstones.All(tombstone => tombstone.Segment < Aggregate.NextSegment(shard)) ? file : null;
    }

    private async Task DeleteAsync(TombstoneFile file)
    {
        var deleted = new List<(SegmentScores Scores, int[] Rows)>(); // all read before anything changes
        foreach (var segment in file.Tombstones.GroupBy(tombstone => tombstone.Segment))
            deleted.Add(
                (
                    await ScoresAsync(DataLayout.ScoreFile(_corpusId, _profileHash, file.Shard, segment.Key)),
                    [.. segment.Select(tombstone => tombstone.Row)]
                )
            );
        foreach (var (scores, rows) in deleted)
            Aggregate.Delete(scores, rows);
        Aggregate.Advance(file.Shard, file.First, file.End);
    }

    private IEnumerable<RunReference> References(string metric, bool ofDeleted) =>
        Aggregate.Record.Runs.Where(run => run.Metric == metric && run.IsOfDeleted == ofDeleted);

    private async Task MergeAsync(string metric)
    {
        RunReference[] runs = [.. References(metric, ofDeleted: false)];
        RunReference[] deleted = [.. References(metric, ofDeleted: true)];
        if (deleted.Sum(run => run.Entries) * DeletedShare > runs.Sum(run => run.Entries))
        {
            await ReplaceAsync(runs, deleted, ofDeleted: false); // for good
            return;
        }

        await ReplaceAsync(Full(runs), [], ofDeleted: false);
        await ReplaceAsync(Full(deleted), [], ofDeleted: true);
    }

    private RunReference[] Full(RunReference[] runs) =>
        [.. RunTiers.ToMerge([.. runs.Select(run => run.Entries)], _fanIn).Select(index => runs[index])];

    private async Task ReplaceAsync(RunReference[] runs, RunReference[] deleted, bool ofDeleted)
    {
        if (runs.Length == 0)
            return;
        var reference = new RunReference(
            _newName(),
            runs[0].Metric,
            runs.Sum(run => run.Entries) - deleted.Sum(run => run.Entries),
            ofDeleted
        );
        await _published.PublishAsync(reference.Name, [.. runs.Select(Open)], [.. deleted.Select(Open)]);
        FaultPoints.Reached("aggregator.before-merged-record");
        string[] replaced = [.. runs.Concat(deleted).Select(run => run.Name)];
        Aggregate.ReplaceRuns(replaced, reference);
        await PublishRecordAsync();
        FaultPoints.Reached("aggregator.after-merged-record");
        foreach (var name in replaced)
            _published.Delete(name);

        ISortedRun Open(RunReference run) => _published.Open(run.Name);
    }

    private async Task PublishRecordAsync()
    {
        if (!await _published.TryPublishAsync(Aggregate.Record))
            throw new AggregatorReplacedException(
                $"{_published.PathOf("")}: another activation of this aggregator moved its record on."
            );
    }
}
