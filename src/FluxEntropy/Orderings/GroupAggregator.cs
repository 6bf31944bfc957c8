using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>
/// One activation of the aggregator of a group of shards: reads score files strictly in segment order, seals what it read
/// into runs, merges runs in tiers, and moves its record on. The numbered record fences: of two activations one loses the
/// next number, and starts again from the other's record. Calls must not overlap.
/// </summary>
public sealed class GroupAggregator : IDisposable
{
    private readonly IFileStore _store;
    private readonly string _corpusId;
    private readonly string _profileHash;
    private readonly AggregateFiles _published;
    private readonly Func<string> _newName;
    private readonly int _fanIn;

    private GroupAggregator(
        IFileStore store, string corpusId, string profileHash, AggregateFiles published, ShardGroupAggregate aggregate, Func<string> newName, int fanIn)
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
        IFileStore store, string corpusId, string profileHash, int group, IEnumerable<int> shards, string ordering,
        Func<string, ISortedRun> openRun, Func<string> newName, int fanIn = RunTiers.DefaultFanIn)
    {
        var published = new AggregateFiles(store, corpusId, profileHash, group, openRun);
        var aggregate = await published.NewestRecordAsync() is { } record
            ? new ShardGroupAggregate(record)
            : new ShardGroupAggregate(profileHash, shards, [ordering]);
        return new GroupAggregator(store, corpusId, profileHash, published, aggregate, newName, fanIn);
    }

    /// <summary>Reads score files that are there, at most so many.</summary>
    /// <returns>Segments read.</returns>
    public async Task<int> AdvanceAsync(int maxSegments)
    {
        var read = 0;
        foreach (var mark in Aggregate.Marks)
        {
            for (; read < maxSegments && NextScores(mark.Shard) is var path && _store.Exists(path); read++)
                Aggregate.Accept(SegmentScores.Of(ScoreFile.Read(await _store.ReadAsync(path), path)));
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
            var runs = Aggregate.Seal(_ => _newName());
            if (runs.Count == 0)
                return 0;
            foreach (var run in runs)
                await _published.PublishAsync(run.Reference.Name, [run.Run]);
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

    /// <summary>Paths of the sealed runs of an ordering.</summary>
    public IReadOnlyList<string> SealedRuns(string metric) =>
        [.. Aggregate.Record.Runs.Where(run => run.Metric == metric).Select(run => _published.PathOf(run.Name))];

    /// <summary>Everything of an ordering: its sealed runs and the tail.</summary>
    public IEnumerable<ISortedRun> Runs(string metric) => Aggregate.Record.Runs.Where(run => run.Metric == metric)
        .Select(run => _published.Open(run.Name)).Append(Aggregate.Tail(metric));

    /// <summary>Sees to it that an ordering is kept: one that was not in use is built from the score files, without touching a device.</summary>
    public async Task RequireOrderingAsync(string metric)
    {
        if (Aggregate.HasOrdering(metric))
            return;
        var history = new RunBuilder(_profileHash, metric, Aggregate.Marks.Select(mark => ShardMark.Start(mark.Shard)));
        foreach (var mark in Aggregate.Marks)
        {
            for (var segment = 0; segment < mark.NextSegment; segment++)
            {
                var path = DataLayout.ScoreFile(_corpusId, _profileHash, mark.Shard, segment);
                history.Accept(SegmentScores.Of(ScoreFile.Read(await _store.ReadAsync(path), path)));
            }
        }
        Aggregate.StartOrdering(history);
    }

    public void Dispose() => _published.Dispose();

    private string NextScores(int shard) => DataLayout.ScoreFile(_corpusId, _profileHash, shard, Aggregate.NextSegment(shard));

    private async Task MergeAsync(string metric)
    {
        var runs = Aggregate.Record.Runs.Where(run => run.Metric == metric).ToArray();
        var merged = RunTiers.ToMerge([.. runs.Select(run => run.Entries)], _fanIn).Select(index => runs[index]).ToArray();
        if (merged.Length == 0)
            return;
        var reference = new RunReference(_newName(), metric, merged.Sum(run => run.Entries));
        await _published.PublishAsync(reference.Name, [.. merged.Select(run => _published.Open(run.Name))]);
        FaultPoints.Reached("aggregator.before-merged-record");
        var replaced = merged.Select(run => run.Name).ToArray();
        Aggregate.ReplaceRuns(replaced, reference);
        await PublishRecordAsync();
        FaultPoints.Reached("aggregator.after-merged-record");
        foreach (var name in replaced)
            _published.Delete(name);
    }

    private async Task PublishRecordAsync()
    {
        if (!await _published.TryPublishAsync(Aggregate.Record))
            throw new AggregatorReplacedException($"{_published.PathOf("")}: another activation of this aggregator moved its record on.");
    }
}

/// <summary>Another activation of an aggregator moved its record on: open it anew.</summary>
public sealed class AggregatorReplacedException(string message) : InvalidOperationException(message);
