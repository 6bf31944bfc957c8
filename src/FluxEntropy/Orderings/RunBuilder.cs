using FluxEntropy.Metrics;

namespace FluxEntropy.Orderings;

/// <summary>
/// Gathers the ranked documents of score files, in segment order per shard, into one sorted run, and deleted ones into another. An aggregate's unsealed
/// tail is one; an ordering by a metric that was not in use, or of a snapshot whose runs are gone, is rebuilt with one.
/// </summary>
public sealed class RunBuilder
{
    private readonly int _column;
    private readonly IReadOnlyList<ShardMark> _from;
    private readonly Watermark _watermark;
    private readonly List<OrderingEntry> _entries = [];
    private readonly List<OrderingEntry> _deleted = [];
    private MemoryRun? _built; // of everything gathered; null once more came
    private MemoryRun? _builtDeleted;

    /// <summary>A builder that goes on from marks.</summary>
    /// <exception cref="ArgumentException">The metric is unknown.</exception>
    public RunBuilder(string profileHash, string metric, IEnumerable<ShardMark> from)
    {
        ProfileHash = profileHash;
        _column = MetricCatalog.Names.ToList().IndexOf(metric);
        if (_column < 0)
            throw new ArgumentException(
                $"metric: '{metric}' is not known; one of {string.Join(", ", MetricCatalog.Names)} was expected.",
                nameof(metric)
            );
        _watermark = new Watermark(from);
        _from = _watermark.Marks;
    }

    /// <summary>Scoring profile of the values.</summary>
    public string ProfileHash { get; }

    /// <summary>The metric that sorts.</summary>
    public string Metric => MetricCatalog.Names[_column];

    /// <summary>How far each shard was read.</summary>
    public IReadOnlyList<ShardMark> Marks => _watermark.Marks;

    /// <summary>Documents gathered, those deleted since included.</summary>
    public int Count => _entries.Count;

    /// <summary>Deleted documents gathered, which may have come before.</summary>
    public int DeletedCount => _deleted.Count;

    /// <summary>Takes the next segment of its shard.</summary>
    /// <exception cref="InvalidOperationException">The segment is not the next one; nothing was taken.</exception>
    /// <exception cref="InvalidDataException">The columns do not fit each other; nothing was taken.</exception>
    public void Accept(SegmentScores scores)
    {
        scores.Check();
        _watermark.Advance(scores);
        _entries.AddRange(scores.Ranked(_column));
        _built = null;
    }

    /// <summary>Takes rows of a segment that was accepted, here or before, as deleted; <see cref="Advance"/> then moves the marks.</summary>
    public void Delete(SegmentScores scores, IEnumerable<int> rows)
    {
        _deleted.AddRange(scores.Ranked(_column, rows));
        _builtDeleted = null;
    }

    /// <summary>Moves a shard's mark behind tombstones that were taken.</summary>
    /// <exception cref="InvalidOperationException">They are not the next ones; nothing moved.</exception>
    public void Advance(int shard, int firstTombstone, int endTombstone)
    {
        _watermark.Advance(shard, firstTombstone, endTombstone);
        _builtDeleted = null;
    }

    /// <summary>The run of everything gathered; the builder can go on.</summary>
    public MemoryRun Build() => _built ??= Sorted();

    /// <summary>The run of deleted documents.</summary>
    public MemoryRun BuildDeleted() =>
        _builtDeleted ??= new MemoryRun(new RunInfo(ProfileHash, Metric, [], [.. Tombstones()]), _deleted);

    /// <summary>The run of everything gathered that was not deleted.</summary>
    public MemoryRun BuildLive() =>
        new(RunInfo.Merge([Build().Info, BuildDeleted().Info]), RunMerge.Entries([Build()], [BuildDeleted()]));

    private MemoryRun Sorted()
    {
        var sources =
            from pair in _from.Zip(Marks)
            where pair.First.NextSegment != pair.Second.NextSegment
            select new RunSource(
                pair.First.Shard,
                pair.First.NextSegment,
                pair.Second.NextSegment,
                pair.First.Checksum,
                pair.Second.Checksum
            );
        return new MemoryRun(new RunInfo(ProfileHash, Metric, [.. sources], []), _entries);
    }

    private IEnumerable<TombstoneRange> Tombstones() =>
        from pair in _from.Zip(Marks)
        where pair.First.NextTombstone != pair.Second.NextTombstone
        select new TombstoneRange(pair.First.Shard, pair.First.NextTombstone, pair.Second.NextTombstone);
}
