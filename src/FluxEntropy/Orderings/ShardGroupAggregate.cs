using FluxEntropy.Metrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>
/// The state of one aggregator: what the score files of its shards add up to. Reads segments strictly in order per shard;
/// keeps a histogram of every metric and, for the orderings in use, sealed runs and an unsealed tail. Pure: who publishes
/// runs and records is somebody else. Not safe for use by several threads.
/// </summary>
public sealed class ShardGroupAggregate
{
    private readonly Watermark _watermark;
    private readonly MetricHistogram[] _histograms; // in the order of MetricCatalog.Names
    private readonly SortedDictionary<string, RunBuilder> _tails = new(StringComparer.Ordinal);

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
                Orderings = [.. orderings],
                Runs = [],
                Indexed = 0,
                Deleted = 0,
                HeldOut = 0,
                Histograms = [.. MetricCatalog.Names.Select(metric => new MetricHistogram(metric))],
            }
        ) { }

    /// <summary>An aggregate as of its last record; the score files above the record's marks are accepted again.</summary>
    /// <exception cref="InvalidDataException">The record does not hold a histogram of every metric.</exception>
    public ShardGroupAggregate(AggregateRecord record)
    {
        if (!record.Histograms.Select(histogram => histogram.Metric).SequenceEqual(MetricCatalog.Names))
            throw new InvalidDataException(
                "aggregate record: it does not hold a histogram of every metric; delete it, it is rebuilt from the score files."
            );
        Record = record;
        _watermark = new Watermark(record.Marks);
        _histograms = [.. record.Histograms.Select(Copy)];
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

    /// <summary>Documents read: ranked, unranked, held out and deleted.</summary>
    public long Indexed { get; private set; }

    /// <summary>Those of them that were deleted.</summary>
    public long Deleted { get; private set; }

    /// <summary>Those of the held-out split that were not.</summary>
    public long HeldOut { get; private set; }

    /// <summary>Documents read or deleted since the last seal.</summary>
    public long Unsealed => Indexed - Record.Indexed + Deleted - Record.Deleted;

    /// <summary>The next segment that a shard of the group waits for.</summary>
    public int NextSegment(int shard) => _watermark[shard].NextSegment;

    /// <summary>The next tombstone that a shard of the group waits for.</summary>
    public int NextTombstone(int shard) => _watermark[shard].NextTombstone;

    /// <summary>The live distribution of a metric; the caller must not change it. Its total is the number of ranked documents.</summary>
    public MetricHistogram Histogram(string metric) =>
        _histograms.FirstOrDefault(histogram => histogram.Metric == metric)
        ?? throw new ArgumentException($"metric: '{metric}' is not known.", nameof(metric));

    /// <summary>Documents that a metric does not rank although they are not held out, because they have no value of it.</summary>
    public long Unranked(string metric) => Indexed - Deleted - HeldOut - Histogram(metric).Documents;

    /// <summary>Counts the next segment of its shard.</summary>
    /// <exception cref="InvalidOperationException">The segment is not the next one of its shard; nothing changed.</exception>
    /// <exception cref="InvalidDataException">The columns do not fit each other; nothing changed.</exception>
    public void Accept(SegmentScores scores)
    {
        scores.Check();
        _watermark.Advance(scores);
        for (var metric = 0; metric < _histograms.Length; metric++)
            foreach (var entry in scores.Ranked(metric))
                _histograms[metric].Add(entry.Value, entry.Tokens);
        foreach (var tail in _tails.Values)
            tail.Accept(scores);
        Indexed += scores.Tokens.Length;
        HeldOut += scores.HeldOut.Count(heldOut => heldOut);
    }

    /// <summary>Takes rows of a segment that was accepted out of everything; <see cref="Advance"/> then moves the marks.</summary>
    /// <exception cref="InvalidOperationException">The segment was not accepted, or a row was never counted.</exception>
    public void Delete(SegmentScores scores, IReadOnlyCollection<int> rows)
    {
        if (scores.Segment >= NextSegment(scores.Shard))
            throw new InvalidOperationException(
                $"shard {scores.Shard}: rows of segment {scores.Segment} were deleted before it was read."
            );
        for (var metric = 0; metric < _histograms.Length; metric++)
            foreach (var entry in scores.Ranked(metric, rows))
                _histograms[metric].Remove(entry.Value, entry.Tokens);
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

    /// <summary>What was read since the last seal, as a run. With the runs of <see cref="Record"/> it holds everything below <see cref="Marks"/>.</summary>
    /// <exception cref="ArgumentException">The metric has no ordering here.</exception>
    public MemoryRun Tail(string metric) => TailOf(metric).Build();

    /// <summary>What was deleted since the last seal, as a run.</summary>
    /// <exception cref="ArgumentException">The metric has no ordering here.</exception>
    public MemoryRun DeletedTail(string metric) => TailOf(metric).BuildDeleted();

    private RunBuilder TailOf(string metric) =>
        _tails.TryGetValue(metric, out var tail)
            ? tail
            : throw new ArgumentException(
                $"metric: no ordering by '{metric}' is kept; {string.Join(", ", _tails.Keys)} are.",
                nameof(metric)
            );

    /// <summary>
    /// Turns the tails into runs, moves <see cref="Record"/> up to the present and starts new tails.
    /// The caller publishes the runs under their names, then writes the record; if either fails it starts again from the record written last.
    /// </summary>
    /// <param name="nameOf">Gives the run of a metric its name, which must never have been used.</param>
    /// <returns>One run an ordering, and one of deleted documents where there are any; none when nothing was read since the last seal.</returns>
    public IReadOnlyList<SealedRun> Seal(Func<string, string> nameOf)
    {
        if (
            Marks.SequenceEqual(Record.Marks)
            && _tails.Keys.SequenceEqual(Record.Orderings.Order(StringComparer.Ordinal))
        )
            return [];
        var runs = new List<SealedRun>();
        foreach (var (metric, tail) in _tails)
        {
            runs.Add(new SealedRun(new RunReference(nameOf(metric), metric, tail.Count), tail.Build()));
            if (tail.BuildDeleted().Info.Tombstones.Count > 0)
                runs.Add(
                    new SealedRun(
                        new RunReference(nameOf(metric), metric, tail.DeletedCount, IsOfDeleted: true),
                        tail.BuildDeleted()
                    )
                );
        }

        Record = Record with
        {
            Marks = Marks,
            Orderings = [.. _tails.Keys],
            Runs = [.. Record.Runs, .. runs.Select(run => run.Reference)],
            Indexed = Indexed,
            Deleted = Deleted,
            HeldOut = HeldOut,
            Histograms = [.. _histograms.Select(Copy)],
        };
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
                $"replaced: {before.Count} of {replaced.Count} runs are runs of {merged.Metric} here and hold {held} entries; {merged.Entries} were merged.",
                nameof(replaced)
            );
        Record = Record with { Runs = [.. Record.Runs.Except(before), merged] };
    }

    /// <summary>Starts an ordering by a metric that was not in use: everything so far becomes its tail, and it enters the record when it is sealed.</summary>
    /// <param name="history">A builder that was given every segment below <see cref="Marks"/> from the first on.</param>
    /// <exception cref="ArgumentException">The builder stands elsewhere, or the ordering exists.</exception>
    public void StartOrdering(RunBuilder history)
    {
        if (
            !history.Marks.SequenceEqual(Marks)
            || history.Count - history.DeletedCount != Histogram(history.Metric).Documents
        )
            throw new ArgumentException(
                "history: the builder did not read exactly the segments that this aggregate has read.",
                nameof(history)
            );
        _tails.Add(history.Metric, history);
    }

    private RunBuilder NewTail(string metric) => new(Record.ProfileHash, metric, Record.Marks);

    private static MetricHistogram Copy(MetricHistogram histogram)
    {
        var copy = new MetricHistogram(histogram.Metric);
        copy.Merge(histogram);
        return copy;
    }
}
