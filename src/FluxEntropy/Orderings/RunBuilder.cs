namespace FluxEntropy.Orderings;

/// <summary>
/// Gathers the ranked documents of score files, in segment order per shard, into one sorted run, and deleted ones into
/// another. Documents of files without the metric come in with their backfills. An aggregate's unsealed tail is one; an
/// ordering by a metric that was not in use, or of a snapshot whose runs are gone, is rebuilt with one.
/// </summary>
public sealed class RunBuilder
{
    private readonly IReadOnlyList<ShardMark> _from;
    private readonly BackfillMarks _backfilledFrom;
    private readonly Watermark _watermark;
    private readonly BackfillMarks _backfills;
    private readonly List<OrderingEntry> _entries = [];
    private readonly List<OrderingEntry> _deleted = [];
    private MemoryRun? _built; // of everything gathered; null once more came
    private MemoryRun? _builtDeleted;

    /// <summary>A builder that goes on from marks.</summary>
    /// <param name="profileHash">Scoring profile of the values.</param>
    /// <param name="metric">The metric that sorts.</param>
    /// <param name="from">Where it goes on.</param>
    /// <param name="backfilledFrom">Where it goes on with backfills, of the shards that have any. The default is none.</param>
    public RunBuilder(
        string profileHash,
        string metric,
        IEnumerable<ShardMark> from,
        IReadOnlyList<BackfillMark>? backfilledFrom = null
    )
    {
        ProfileHash = profileHash;
        Metric = metric;
        _watermark = new Watermark(from);
        _from = _watermark.Marks;
        _backfilledFrom = new BackfillMarks(backfilledFrom ?? []);
        _backfills = new BackfillMarks(backfilledFrom ?? []);
    }

    /// <summary>Scoring profile of the values.</summary>
    public string ProfileHash { get; }

    /// <summary>The metric that sorts.</summary>
    public string Metric { get; }

    /// <summary>How far each shard was read.</summary>
    public IReadOnlyList<ShardMark> Marks => _watermark.Marks;

    /// <summary>How far backfills were read, of the shards that have any.</summary>
    public IReadOnlyList<BackfillMark> Backfills => _backfills.All;

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
        _entries.AddRange(scores.Ranked(Metric));
        _built = null;
    }

    /// <summary>Takes rows of a segment whose own score file lacks the metric.</summary>
    /// <param name="backfill">The metric's values.</param>
    /// <param name="rows">The segment's rows, less those deleted before.</param>
    public void Backfill(SegmentScores backfill, IReadOnlyCollection<int> rows)
    {
        _backfills.Advance(backfill);
        _entries.AddRange(backfill.Ranked(Metric, rows));
        _built = null;
    }

    /// <summary>
    /// Takes rows of a segment that was accepted, here or before, as deleted; <see cref="Advance"/> then moves the marks.
    /// </summary>
    public void Delete(SegmentScores scores, IEnumerable<int> rows)
    {
        _deleted.AddRange(scores.Ranked(Metric, rows));
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
    public MemoryRun Build() => _built ??= new MemoryRun(RunInfos.OfRead(this, _from, _backfilledFrom), _entries);

    /// <summary>The run of deleted documents.</summary>
    public MemoryRun BuildDeleted() => _builtDeleted ??= new MemoryRun(RunInfos.OfDeleted(this, _from), _deleted);

    /// <summary>The run of everything gathered that was not deleted.</summary>
    public MemoryRun BuildLive() =>
        new(RunInfo.Merge([Build().Info, BuildDeleted().Info]), RunMerge.Entries([Build()], [BuildDeleted()]));

    /// <summary>What was gathered as runs to publish: those of documents and of deleted ones, where it is of any file.</summary>
    /// <param name="nameOf">Gives a run of a metric its name.</param>
    /// <param name="isFirst">Whether the ordering has no run yet: it gets one, even an empty one.</param>
    internal IEnumerable<SealedRun> Seal(Func<string, string> nameOf, bool isFirst)
    {
        var (run, deleted) = (Build(), BuildDeleted());
        if (isFirst || run.Info.Sources.Count + run.Info.Backfills.Count > 0)
            yield return new SealedRun(new RunReference(nameOf(Metric), Metric, Count), run);
        if (deleted.Info.Tombstones.Count > 0)
            yield return new SealedRun(
                new RunReference(nameOf(Metric), Metric, DeletedCount, IsOfDeleted: true),
                deleted
            );
    }
}
