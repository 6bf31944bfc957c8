using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Orderings;
using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// A group of shards under one profile: reads their score files in segment order, keeps a histogram of every metric that
/// any of them has, and sorted runs of the orderings in use. Key: <see cref="AggregatorKey"/>.
/// </summary>
[Alias("FluxEntropy.IBinAggregatorGrain")]
public interface IBinAggregatorGrain : IGrainWithStringKey
{
    /// <summary>Hint that score files were published; losing it delays reading by one poll.</summary>
    [OneWay]
    Task Advance();

    /// <summary>What was read so far.</summary>
    Task<AggregateStatus> Status();

    /// <summary>The distribution of a metric; sums with those of the other groups.</summary>
    Task<MetricDistribution> Distribution(string metric);

    /// <summary>The segments that were read and whose own score files lack a metric, by shard.</summary>
    Task<ShardSegments[]> SegmentsWithout(string metric);

    /// <summary>Ranked documents whose value is below <paramref name="value"/>, exactly.</summary>
    Task<long> CountBelow(string metric, float value);

    /// <summary>
    /// Entries of an ordering at or above (descending: at or below) a place, at most <paramref name="max"/>, in order.
    /// An ordering that was not in use is built from the score files first.
    /// </summary>
    /// <param name="metric">What the ordering is by.</param>
    /// <param name="from">The place; its tokens do not matter.</param>
    /// <param name="descending">Whether to go down from there.</param>
    /// <param name="max">Entries at most.</param>
    Task<OrderingEntry[]> Read(string metric, OrderingEntry from, bool descending, int max);

    /// <summary>Seals what was read into runs and names them: this group's part of a snapshot.</summary>
    Task<SnapshotPart> Seal(string metric);
}
