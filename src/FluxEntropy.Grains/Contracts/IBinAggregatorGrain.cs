using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// A group of shards under one profile: reads their score files in segment order, keeps a histogram of every metric and
/// sorted runs of the orderings in use. Key: <c>corpusId/profileHash/group</c>.
/// </summary>
[Alias("FluxEntropy.IBinAggregatorGrain")]
public interface IBinAggregatorGrain : IGrainWithStringKey
{
    /// <summary>Hint that score files were published; losing it delays reading by one poll.</summary>
    [OneWay]
    Task Advance();

    /// <summary>What was read so far.</summary>
    Task<AggregateStatus> Status();

    /// <summary>The histogram of a metric, as <see cref="Sketches.MetricHistogram"/> writes it; sums with those of the other groups.</summary>
    Task<byte[]> Histogram(string metric);

    /// <summary>Ranked documents whose value is below <paramref name="value"/>, exactly.</summary>
    Task<long> CountBelow(string metric, float value);

    /// <summary>
    /// Entries of an ordering at or above (descending: at or below) a position, at most <paramref name="max"/>, in order.
    /// An ordering that was not in use is built from the score files first.
    /// </summary>
    Task<OrderingPage> Read(string metric, OrderingPosition from, bool descending, int max);

    /// <summary>Seals what was read into runs and names them: this group's part of a snapshot.</summary>
    Task<SnapshotPart> Seal(string metric);
}

/// <summary>Documents read: indexed = ranked by entropy.mean + unranked + held out + deleted; tokens are those of ranked documents.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.AggregateStatus")]
public sealed record AggregateStatus(
    [property: Id(0)] long Indexed,
    [property: Id(1)] long Ranked,
    [property: Id(2)] long HeldOut,
    [property: Id(3)] long Tokens,
    [property: Id(4)] int Segments,
    [property: Id(5)] long Deleted
);

/// <summary>A place in the total order of (value, shard, row).</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.OrderingPosition")]
public readonly record struct OrderingPosition(
    [property: Id(0)] float Value,
    [property: Id(1)] int Shard,
    [property: Id(2)] int Row
);

/// <summary>Entries in columns, in order.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.OrderingPage")]
public sealed record OrderingPage(
    [property: Id(0)] float[] Values,
    [property: Id(1)] int[] Shards,
    [property: Id(2)] int[] Rows,
    [property: Id(3)] int[] Tokens
);

/// <summary>One group's part of a snapshot: its runs, those of deleted documents, and for each shard the next segment, the chained checksum of the score files below it, and the next tombstone.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SnapshotPart")]
public sealed record SnapshotPart(
    [property: Id(0)] string[] RunPaths,
    [property: Id(1)] int[] Shards,
    [property: Id(2)] int[] NextSegments,
    [property: Id(3)] UInt128[] Checksums,
    [property: Id(4)] string[] DeletedRunPaths,
    [property: Id(5)] int[] NextTombstones
);
