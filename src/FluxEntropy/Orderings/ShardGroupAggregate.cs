namespace FluxEntropy.Orderings;

/// <summary>
/// The state of one aggregator: what the score files of its shards add up to. Reads segments strictly in order per shard;
/// keeps a histogram of every metric that a file has and, for the orderings in use, sealed runs and an unsealed tail. A
/// metric that older files lack counts their documents as absent, until backfills of it are read, in order of segments,
/// too. Pure: publishing runs and records is done elsewhere. Not safe for use by several threads.
/// </summary>
public sealed class ShardGroupAggregate
{
    private readonly Watermark _watermark;
    private readonly ColumnStretches _columns;
    private readonly List<MetricTally> _metrics;
    private readonly SortedDictionary<string, RunBuilder> _tails = new(StringComparer.Ordinal);
    private long _backfilled; // rows since the last seal

    /// <summary>An aggregate that has read nothing.</summary>
    /// <param name="profileHash">Scoring profile of all score files to come.</param>
    /// <param name="shards">The shards of the group.</param>
    /// <param name="orderings">Metrics to keep an ordering of.</param>
    public ShardGroupAggregate(string profileHash, IEnumerable<int> shards, IEnumerable<string> orderings)
        : this(
            new AggregateRecord
            {
                ProfileHash = profileHash,
                Marks = [.. shards.Order().Select(ShardMark.Start)],
                Columns = [],
                Orderings = [.. orderings],
                Runs = [],
                Indexed = 0,
                Deleted = 0,
                HeldOut = 0,
                Metrics = [],
            }
        ) { }

    /// <summary>An aggregate as of its last record; the score files above the record's marks are accepted again.</summary>
    public ShardGroupAggregate(AggregateRecord record)
    {
        Record = record;
        _watermark = new Watermark(record.Marks);
        _columns = new ColumnStretches(record.Columns);
        _metrics = [.. record.Metrics.Select(metric => new MetricTally(metric))];
        Indexed = record.Indexed;
        Deleted = record.Deleted;
        HeldOut = record.HeldOut;
        foreach (var metric in record.Orderings)
            _tails.Add(metric, NewTail(metric));
    }

    /// <summary>What to write: as of the last seal, with the runs as merged since.</summary>
    public AggregateRecord Record { get; private set; }

    /// <summary>How far each shard was read, in the order of shards.</summary>
    public IReadOnlyList<ShardMark> Marks => _watermark.Marks;

    /// <summary>Documents read: ranked, unranked, absent, held out and deleted.</summary>
    public long Indexed { get; private set; }

    /// <summary>Those of them that were deleted.</summary>
    public long Deleted { get; private set; }

    /// <summary>Those of the held-out split that were not.</summary>
    public long HeldOut { get; private set; }

    /// <summary>Documents read, backfilled or deleted since the last seal.</summary>
    public long Unsealed => Indexed - Record.Indexed + Deleted - Record.Deleted + _backfilled;

    /// <summary>The metrics that a score file had, with what they add up to; the caller must not change the histograms.</summary>
    public IEnumerable<AggregatedMetric> Metrics => _metrics.Select(metric => metric.Current);

    /// <summary>The next segment that a shard of the group waits for.</summary>
    public int NextSegment(int shard) => _watermark[shard].NextSegment;

    /// <summary>The next tombstone that a shard of the group waits for.</summary>
    public int NextTombstone(int shard) => _watermark[shard].NextTombstone;

    /// <summary>How far backfills of a metric were read, of the shards that have any.</summary>
    public IReadOnlyList<BackfillMark> Backfills(string metric) => TallyOf(metric)?.Backfills.All ?? [];

    /// <summary>The next segment of a shard that was read without a metric, and whose backfill was not; null where there is none.</summary>
    public int? NextBackfill(int shard, string metric) =>
        _columns.NextLacking(
            shard,
            metric,
            TallyOf(metric)?.Backfills[shard].NextSegment ?? 0,
            _watermark[shard].NextSegment
        );

    /// <summary>The segments of a shard that were read, and whose own score files lack a metric.</summary>
    public IEnumerable<int> SegmentsWithout(int shard, string metric)
    {
        for (
            var segment = _columns.NextLacking(shard, metric, 0, NextSegment(shard));
            segment is { } lacking;
            segment = _columns.NextLacking(shard, metric, lacking + 1, NextSegment(shard))
        )
            yield return lacking;
    }

    /// <summary>
    /// What a metric adds up to; null where no score file that was read has it. The caller must not change the histogram.
    /// </summary>
    public AggregatedMetric? Find(string metric) => TallyOf(metric)?.Current;

    /// <summary>Documents that are not scored under a metric.</summary>
    public long NotScored(string metric) => Find(metric)?.NotScored ?? Indexed - Deleted;

    /// <summary>Documents that are scored under a metric and neither held out nor ranked, because they have no value of it.</summary>
    public long Unranked(string metric) =>
        Find(metric) is { } found ? Indexed - Deleted - HeldOut - found.Absent - found.Histogram.Documents : 0;

    /// <summary>Counts the next segment of its shard.</summary>
    /// <exception cref="InvalidOperationException">The segment is not the next one of its shard; nothing changed.</exception>
    /// <exception cref="InvalidDataException">The columns do not fit each other; nothing changed.</exception>
    public void Accept(SegmentScores scores)
    {
        scores.Check();
        _watermark.Advance(scores);
        _columns.Add(scores);
        foreach (var column in scores.Columns)
        {
            if (TallyOf(column.Name) is null)
                _metrics.Add(new MetricTally(column, Indexed - Deleted - HeldOut, HeldOut));
        }
        var heldOut = scores.HeldOut.Count(heldOut => heldOut);
        foreach (var metric in _metrics)
            metric.Accept(scores, heldOut);
        foreach (var tail in _tails.Values)
            tail.Accept(scores);
        Indexed += scores.Tokens.Length;
        HeldOut += heldOut;
    }

    /// <summary>Counts the scores of one metric that a segment which was accepted came without.</summary>
    /// <param name="backfill">Scores of that segment, with the metric as their only column.</param>
    /// <param name="deleted">Rows of the segment that were taken out before.</param>
    /// <exception cref="InvalidOperationException">The segment's backfill is not the next one of its shard; nothing changed.</exception>
    /// <exception cref="InvalidDataException">The columns do not fit each other; nothing changed.</exception>
    public void Backfill(SegmentScores backfill, IReadOnlyCollection<int> deleted)
    {
        backfill.Check();
        if (backfill.Columns is not [var column])
            throw new InvalidDataException(
                $"backfill of shard {backfill.Shard}, segment {backfill.Segment}: it has {backfill.Columns.Count} metrics; 1 was expected."
            );
        if (NextBackfill(backfill.Shard, column.Name) is var next && next != backfill.Segment)
            throw new InvalidOperationException(
                $"shard {backfill.Shard}: the backfill of {column.Name} of segment {backfill.Segment} came "
                    + $"when {next?.ToString() ?? "none"} was next."
            );
        int[] rows = [.. Enumerable.Range(backfill.FirstRow, backfill.Tokens.Length).Except(deleted)];
        if (TallyOf(column.Name) is not { } tally)
            _metrics.Add(tally = new MetricTally(column, Indexed - Deleted - HeldOut, HeldOut));
        tally.Backfill(backfill, rows);
        if (_tails.TryGetValue(column.Name, out var tail))
            tail.Backfill(backfill, rows);
        _backfilled += backfill.Tokens.Length;
    }

    /// <summary>Takes rows of a segment that was accepted out of everything; <see cref="Advance"/> then moves the marks.</summary>
    /// <param name="scores">The segment's scores, with those of the backfills that were counted.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="InvalidOperationException">The segment was not accepted, or a row was never counted.</exception>
    public void Delete(SegmentScores scores, IReadOnlyCollection<int> rows)
    {
        if (scores.Segment >= NextSegment(scores.Shard))
            throw new InvalidOperationException(
                $"shard {scores.Shard}: rows of segment {scores.Segment} were deleted before it was read."
            );
        foreach (var metric in _metrics)
            metric.Delete(scores, rows);
        foreach (var tail in _tails.Values)
            tail.Delete(scores, rows);
        Deleted += rows.Count;
        HeldOut -= rows.Count(row => scores.HeldOut[row - scores.FirstRow]);
    }

    /// <summary>Moves a shard's mark behind tombstones whose rows were taken out.</summary>
    /// <exception cref="InvalidOperationException">They are not the next ones; nothing moved.</exception>
    public void Advance(int shard, int firstTombstone, int endTombstone)
    {
        _watermark.Advance(shard, firstTombstone, endTombstone);
        foreach (var tail in _tails.Values)
            tail.Advance(shard, firstTombstone, endTombstone);
    }

    /// <summary>Whether an ordering by a metric is kept.</summary>
    public bool HasOrdering(string metric) => _tails.ContainsKey(metric);

    /// <summary>
    /// What was read since the last seal, as a run. With the runs of <see cref="Record"/> it holds everything below
    /// <see cref="Marks"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The metric has no ordering here.</exception>
    public MemoryRun Tail(string metric) => TailOf(metric).Build();

    /// <summary>What was deleted since the last seal, as a run.</summary>
    /// <exception cref="ArgumentException">The metric has no ordering here.</exception>
    public MemoryRun DeletedTail(string metric) => TailOf(metric).BuildDeleted();

    /// <summary>
    /// Turns the tails into runs, moves <see cref="Record"/> up to the present and starts new tails.
    /// The caller publishes the runs under their names, then writes the record; if either fails it starts again from the
    /// record written last.
    /// </summary>
    /// <param name="nameOf">Gives the run of a metric its name, which must never have been used.</param>
    /// <returns>
    /// One run an ordering, and one of deleted documents where there are any; none when nothing was read since the last seal.
    /// </returns>
    public IReadOnlyList<SealedRun> Seal(Func<string, string> nameOf)
    {
        if (
            _backfilled == 0
            && Marks.SequenceEqual(Record.Marks)
            && _tails.Keys.SequenceEqual(Record.Orderings.Order(StringComparer.Ordinal))
        )
            return [];
        SealedRun[] runs =
        [
            .. _tails.Values.SelectMany(tail => tail.Seal(nameOf, Record.Runs.All(run => run.Metric != tail.Metric))),
        ];
        Record = Record with
        {
            Marks = Marks,
            Columns = _columns.All,
            Orderings = [.. _tails.Keys],
            Runs = [.. Record.Runs, .. runs.Select(run => run.Reference)],
            Indexed = Indexed,
            Deleted = Deleted,
            HeldOut = HeldOut,
            Metrics = [.. _metrics.Select(metric => metric.Snapshot())],
        };
        _backfilled = 0;
        foreach (var metric in Record.Orderings)
            _tails[metric] = NewTail(metric);
        return runs;
    }

    /// <summary>Puts a merged run in the place of the runs that it was merged from.</summary>
    /// <exception cref="ArgumentException">A replaced run is not of the record, or is of another metric.</exception>
    public void ReplaceRuns(IReadOnlyCollection<string> replaced, RunReference merged)
    {
        var before = Record.Runs.Where(run => replaced.Contains(run.Name) && run.Metric == merged.Metric).ToList();
        var held = before.Sum(run => run.IsOfDeleted == merged.IsOfDeleted ? run.Entries : -run.Entries);
        if (before.Count != replaced.Count || held != merged.Entries)
            throw new ArgumentException(
                $"replaced: {before.Count} of {replaced.Count} runs are runs of {merged.Metric} here and hold "
                    + $"{held} entries; {merged.Entries} were merged.",
                nameof(replaced)
            );
        Record = Record with { Runs = [.. Record.Runs.Except(before), merged] };
    }

    /// <summary>
    /// Starts an ordering by a metric that was not in use: everything so far becomes its tail, and it enters the record when
    /// it is sealed.
    /// </summary>
    /// <param name="history">
    /// A builder that was given every segment below <see cref="Marks"/> from the first on, and every backfill.
    /// </param>
    /// <exception cref="ArgumentException">The builder stands elsewhere, or the ordering exists.</exception>
    public void StartOrdering(RunBuilder history)
    {
        if (
            !history.Marks.SequenceEqual(Marks)
            || !history.Backfills.SequenceEqual(Backfills(history.Metric))
            || history.Count - history.DeletedCount != (Find(history.Metric)?.Histogram.Documents ?? 0)
        )
            throw new ArgumentException(
                "history: the builder did not read exactly the segments that this aggregate has read.",
                nameof(history)
            );
        _tails.Add(history.Metric, history);
    }

    private MetricTally? TallyOf(string metric)
    {
        foreach (var tally in _metrics)
        {
            if (tally.Name == metric)
                return tally;
        }
        return null;
    }

    private RunBuilder TailOf(string metric) =>
        _tails.TryGetValue(metric, out var tail)
            ? tail
            : throw new ArgumentException(
                $"metric: no ordering by '{metric}' is kept; {string.Join(", ", _tails.Keys)} are.",
                nameof(metric)
            );

    private RunBuilder NewTail(string metric) => new(Record.ProfileHash, metric, Record.Marks, Backfills(metric));
}
