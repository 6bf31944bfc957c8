using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>Hands out the segments of a corpus to scorers. Key: corpus id.</summary>
[Alias("FluxEntropy.ICorpusGrain")]
public interface ICorpusLeasesGrain : IGrainWithStringKey
{
    /// <summary>
    /// Leases a segment that no published score file covers. A scorer loads the model before it leases: where work waits under
    /// another profile than the one it is ready for, it is told which, and asks again.
    /// </summary>
    /// <param name="scorer">Key of the scorer.</param>
    /// <param name="ready">Profile whose model its device has loaded, or null.</param>
    /// <param name="known">Its leases that it has in work, of any corpus; others of it, whose answers were lost, are given back.</param>
    Task<WorkOffer> Lease(string scorer, string? ready, SegmentLease[] known);

    /// <summary>Says that a score file is published, so that its segment is not leased again.</summary>
    Task Complete(SegmentLease lease);

    /// <summary>Extends a scorer's lease: a large segment on a slow device outlasts one.</summary>
    Task Renew(string scorer, SegmentLease lease);

    /// <summary>Gives a scorer's lease back: it failed to score the segment.</summary>
    Task Release(string scorer, SegmentLease lease);

    /// <summary>Gives all leases of a scorer back.</summary>
    Task ReleaseAll(string scorer);

    /// <summary>
    /// Looks for segments that lack a metric which they are to be rescored for, and leases those too. Returns at once; harmless
    /// when repeated.
    /// </summary>
    Task Rescore(string profileHash);

    /// <summary>Hint that a shard has so many cut segments; losing it delays a lease by a few seconds.</summary>
    [OneWay]
    Task Offer(int shard, int segments);
}

/// <summary>What a scorer may do: nothing (no profile), load the model of a profile (no lease), or score a segment.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.WorkOffer")]
public sealed record WorkOffer([property: Id(0)] string? ProfileHash, [property: Id(1)] SegmentLease? Lease);

/// <summary>A segment to score, and under which profile.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SegmentLease")]
public sealed record SegmentLease(
    [property: Id(0)] string CorpusId,
    [property: Id(1)] string ProfileHash,
    [property: Id(2)] int Shard,
    [property: Id(3)] int Segment
);
