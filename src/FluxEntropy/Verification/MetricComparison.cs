using FluxEntropy.Orderings;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares the metrics of an aggregate's record with what its files add up to. Of each metric, the documents are ranked,
/// unranked, held out or absent: files that lack a metric are no fault.
/// </summary>
internal sealed class MetricComparison(string path, Findings findings)
{
    public void Compare(AggregateRecord record, ShardGroupAggregate recounted)
    {
        string[] named = [.. record.Metrics.Select(metric => metric.Name).Order(StringComparer.Ordinal)];
        string[] found = [.. recounted.Metrics.Select(metric => metric.Name).Order(StringComparer.Ordinal)];
        // Before anything was read, an older program recorded empty histograms of all the metrics that it knew.
        if (!named.SequenceEqual(found) && record.Indexed > 0)
            findings.Problem(
                "aggregate",
                path,
                $"it has histograms of {string.Join(", ", named)}, and its files have {string.Join(", ", found)}"
            );
        foreach (var metric in record.Metrics)
        {
            if (recounted.Find(metric.Name) is { } counted)
                Compare(metric, counted);
        }
    }

    private void Compare(AggregatedMetric recorded, AggregatedMetric counted)
    {
        if (!recorded.Histogram.Equals(counted.Histogram))
            findings.Problem(
                "aggregate",
                path,
                $"its histogram of {recorded.Name} over {recorded.Histogram.Documents} documents is not that of "
                    + $"the score files, over {counted.Histogram.Documents}"
            );
        if ((recorded.Absent, recorded.AbsentHeldOut) != (counted.Absent, counted.AbsentHeldOut))
            findings.Problem(
                "aggregate",
                path,
                $"it counts {recorded.NotScored} documents that are not scored under {recorded.Name}, "
                    + $"and the files have {counted.NotScored}"
            );
        if (!recorded.Backfills.SequenceEqual(counted.Backfills))
            findings.Problem("aggregate", path, $"it was made of other backfills of {recorded.Name} than are there");
    }
}
