using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>
/// What an aggregate keeps of itself when runs are sealed: all that is below the marks. What lies above them is read
/// again from score files. Written after the runs it names were published.
/// </summary>
public sealed record AggregateRecord
{
    /// <summary>Scoring profile of everything counted.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>How far each shard was read, in the order of shards.</summary>
    public required IReadOnlyList<ShardMark> Marks { get; init; }

    /// <summary>Which columns the score files below the marks have, in the order of shards and segments.</summary>
    public required IReadOnlyList<ColumnStretch> Columns { get; init; }

    /// <summary>Metrics that have an ordering.</summary>
    public required IReadOnlyList<string> Orderings { get; init; }

    /// <summary>Runs of all orderings.</summary>
    public required IReadOnlyList<RunReference> Runs { get; init; }

    /// <summary>Documents read: ranked, unranked, absent, held out and deleted.</summary>
    public required long Indexed { get; init; }

    /// <summary>Those of them that were deleted.</summary>
    public required long Deleted { get; init; }

    /// <summary>Those of the held-out split that were not.</summary>
    public required long HeldOut { get; init; }

    /// <summary>Every metric that a score file had, as of the seal.</summary>
    public required IReadOnlyList<AggregatedMetric> Metrics { get; init; }

    /// <summary>The histograms of these.</summary>
    public IEnumerable<MetricHistogram> Histograms => Metrics.Select(metric => metric.Histogram);

    /// <summary>Deterministic bytes; the container adds the checksum.</summary>
    public byte[] Encode() => AggregateRecordCodec.Encode(this);

    /// <inheritdoc cref="AggregateRecordCodec.Decode"/>
    public static AggregateRecord Decode(ReadOnlySpan<byte> bytes) => AggregateRecordCodec.Decode(bytes);
}
