using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>
/// One activation of the aggregator of a group of shards: reads score files strictly in segment order, backfills and
/// tombstones in theirs, seals what it read into runs, merges runs in tiers, and moves its record on. The numbered record
/// fences: of two activations one loses the next number, and starts again from the other's record. Calls must not overlap.
/// </summary>
public sealed class GroupAggregator : IDisposable
{
    private readonly IFileStore _store;
    private readonly AggregateReader _reader;
    private readonly AggregateMerge _merge;
    private readonly AggregateFiles _published;
    private readonly string _corpusId;
    private readonly string _profileHash;
    private readonly Func<string> _newName;

    private GroupAggregator(
        ScoreStore scores,
        AggregateFiles published,
        ShardGroupAggregate aggregate,
        Func<string> newName,
        int fanIn
    )
    {
        (_store, _corpusId, _profileHash) = (scores.Files, scores.CorpusId, scores.ProfileHash);
        _published = published;
        _newName = newName;
        Aggregate = aggregate;
        _reader = new AggregateReader(scores, aggregate);
        _merge = new AggregateMerge(published, aggregate, newName, fanIn);
    }

    /// <summary>What was read so far; only for reading.</summary>
    public ShardGroupAggregate Aggregate { get; }

    /// <summary>Whether a seal failed: what is in memory is ahead of the files then, and the aggregator has to be opened again.</summary>
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
        var scores = new ScoreStore(store, corpusId, profileHash);
        return new GroupAggregator(scores, published, aggregate, newName, fanIn);
    }

    /// <inheritdoc cref="AggregateReader.AdvanceAsync"/>
    public Task<int> AdvanceAsync(int maxFiles) => _reader.AdvanceAsync(maxFiles);

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
            foreach (var metric in Aggregate.Metrics)
            foreach (var mark in metric.Backfills)
                await _store.SyncFolderAsync(DataLayout.Backfills(_corpusId, _profileHash, metric.Name, mark.Shard));
            var before = Aggregate.Record;
            var runs = Aggregate.Seal(_ => _newName());
            if (ReferenceEquals(before, Aggregate.Record))
                return 0;
            foreach (var run in runs)
                await _published.PublishAsync(run.Reference.Name, [run.Run], []);
            FaultPoints.Reached("aggregator.before-record");
            await _merge.PublishRecordAsync();
            foreach (var metric in Aggregate.Record.Orderings)
                await _merge.MergeAsync(metric);
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

    /// <summary>
    /// Sees to it that an ordering is kept: one that was not in use is built from the score files, without touching a device.
    /// </summary>
    public async Task RequireOrderingAsync(string metric)
    {
        if (!Aggregate.HasOrdering(metric))
            Aggregate.StartOrdering(await _reader.HistoryAsync(metric));
    }

    public void Dispose() => _published.Dispose();

    private IEnumerable<RunReference> References(string metric, bool ofDeleted) =>
        Aggregate.Record.Runs.Where(run => run.Metric == metric && run.IsOfDeleted == ofDeleted);
}
