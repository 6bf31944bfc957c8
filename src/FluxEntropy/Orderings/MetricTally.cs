using FluxEntropy.Metrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>An <see cref="AggregatedMetric"/> while it is counted.</summary>
internal sealed class MetricTally
{
    private long _absent;
    private long _absentHeldOut;

    /// <summary>The tally of a metric that documents were read without.</summary>
    /// <param name="column">The metric.</param>
    /// <param name="absent">Documents that were read, are not held out and not deleted.</param>
    /// <param name="absentHeldOut">Those that are held out.</param>
    public MetricTally(MetricColumn column, long absent, long absentHeldOut)
    {
        Histogram = new MetricHistogram(column.Name, column.Cells);
        Backfills = new BackfillMarks([]);
        (_absent, _absentHeldOut) = (absent, absentHeldOut);
    }

    public MetricTally(AggregatedMetric metric)
    {
        Histogram = metric.Histogram.Copy();
        Backfills = new BackfillMarks(metric.Backfills);
        (_absent, _absentHeldOut) = (metric.Absent, metric.AbsentHeldOut);
    }

    public string Name => Histogram.Metric;

    public MetricHistogram Histogram { get; }

    public BackfillMarks Backfills { get; }

    /// <summary>What it adds up to now; the histogram is this tally's own and goes on.</summary>
    public AggregatedMetric Current =>
        new()
        {
            Histogram = Histogram,
            Absent = _absent,
            AbsentHeldOut = _absentHeldOut,
            Backfills = Backfills.All,
        };

    /// <summary>What it adds up to now, as a copy.</summary>
    public AggregatedMetric Snapshot() => Current with { Histogram = Histogram.Copy() };

    /// <summary>Counts a segment.</summary>
    public void Accept(SegmentScores scores, int heldOut)
    {
        if (scores.Column(Name) is not { } values)
        {
            _absent += scores.Tokens.Length - heldOut;
            _absentHeldOut += heldOut;
            return;
        }
        for (var i = 0; i < values.Length; i++)
        {
            if (!scores.HeldOut[i] && !float.IsNaN(values[i]))
                Histogram.Add(values[i], scores.Tokens[i]);
        }
    }

    /// <summary>Takes rows of a segment out; the segment's scores are all that was counted of it.</summary>
    public void Delete(SegmentScores scores, IReadOnlyCollection<int> rows)
    {
        if (scores.Column(Name) is null)
            TakeFromAbsent(scores, rows);
        foreach (var entry in scores.Ranked(Name, rows))
            Histogram.Remove(entry.Value, entry.Tokens);
    }

    /// <summary>Counts rows of a segment that was counted without the metric.</summary>
    /// <param name="backfill">The metric's values.</param>
    /// <param name="rows">The segment's rows that were not deleted before.</param>
    public void Backfill(SegmentScores backfill, IReadOnlyCollection<int> rows)
    {
        Backfills.Advance(backfill);
        TakeFromAbsent(backfill, rows);
        foreach (var entry in backfill.Ranked(Name, rows))
            Histogram.Add(entry.Value, entry.Tokens);
    }

    private void TakeFromAbsent(SegmentScores scores, IReadOnlyCollection<int> rows)
    {
        var heldOut = rows.Count(row => scores.HeldOut[row - scores.FirstRow]);
        _absent -= rows.Count - heldOut;
        _absentHeldOut -= heldOut;
    }
}
