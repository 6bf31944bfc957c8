using Orleans.Concurrency;

namespace FluxEntropy.Grains.Corpora;

/// <summary>Hands out the segments of a corpus to scorers. Key: corpus id.</summary>
[Alias("FluxEntropy.ICorpusGrain")]
public interface ICorpusGrain : IGrainWithStringKey
{
    /// <summary>The profile that segments wait to be scored under, or null when none waits: a scorer loads the model before it leases.</summary>
    Task<string?> WantedProfile();

    /// <summary>Leases up to <paramref name="max"/> segments that no published score file covers; empty when there is nothing to do.</summary>
    Task<SegmentLease[]> Lease(string scorer, int max);

    /// <summary>Says that a score file is published, so that its segment is not leased again.</summary>
    Task Complete(int shard, int segment);

    /// <summary>Extends a scorer's leases: a large segment on a slow device outlasts one.</summary>
    Task Renew(string scorer);

    /// <summary>Gives a scorer's leases back.</summary>
    Task Release(string scorer);

    /// <summary>Hint that a shard has so many cut segments; losing it delays a lease by one poll.</summary>
    [OneWay]
    Task Offer(int shard, int segments);
}

/// <summary>A segment to score, and under which profile.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SegmentLease")]
public sealed record SegmentLease(
    [property: Id(0)] string CorpusId,
    [property: Id(1)] string ProfileHash,
    [property: Id(2)] int Shard,
    [property: Id(3)] int Segment);
