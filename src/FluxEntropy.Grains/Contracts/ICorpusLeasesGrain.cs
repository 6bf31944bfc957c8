using FluxEntropy.Leasing;
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
    /// <param name="stays">Whether work under that profile comes before work under others.</param>
    /// <param name="broken">Profiles whose model it could not load: no work under these.</param>
    /// <param name="known">Its leases of this corpus that are in progress; others of it, whose grants were lost, are given back.</param>
    Task<WorkOffer> Lease(string scorer, string? ready, bool stays, string[] broken, SegmentLease[] known);

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

    /// <summary>Hint that the corpus has another profile, or another active one; losing it delays work by some seconds.</summary>
    [OneWay]
    Task ProfilesChanged();

    /// <summary>Hint that scorers may be gone: their leases are given back.</summary>
    [OneWay]
    Task ReleaseGone();

    /// <summary>Hint that a shard has so many cut segments; losing it delays a lease by a few seconds.</summary>
    [OneWay]
    Task Offer(int shard, int segments);
}
