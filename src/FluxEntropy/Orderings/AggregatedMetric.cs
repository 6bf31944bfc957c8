using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>
/// What an aggregate adds up to under one metric. Of the documents that were read and not deleted, each is ranked, held
/// out, unranked (no value) or absent (not scored under the metric).
/// </summary>
public sealed record AggregatedMetric
{
    /// <summary>Distribution of the ranked documents.</summary>
    public required MetricHistogram Histogram { get; init; }

    /// <summary>Documents that are not scored under the metric and not held out.</summary>
    public required long Absent { get; init; }

    /// <summary>Documents of the held-out split that are not scored under it.</summary>
    public required long AbsentHeldOut { get; init; }

    /// <summary>How far backfills were read, of the shards that have any.</summary>
    public required IReadOnlyList<BackfillMark> Backfills { get; init; }

    /// <summary>Name of the metric's column.</summary>
    public string Name => Histogram.Metric;

    /// <summary>Documents that are not scored under the metric.</summary>
    public long NotScored => Absent + AbsentHeldOut;
}
