using FluxEntropy.Grains.Contracts.Keys;

namespace FluxEntropy.Grains.Contracts;

/// <summary>References to grains by their typed keys. Whoever needs a grain asks here, so that no key is put together by hand.</summary>
public static class GrainReferences
{
    /// <summary>The documents of a shard.</summary>
    public static IDocumentGrain Shard(this IGrainFactory grains, ShardKey key) =>
        grains.GetGrain<IDocumentGrain>(key.ToString());

    /// <summary>The orderings of a group of shards.</summary>
    public static IBinAggregatorGrain Aggregator(this IGrainFactory grains, AggregatorKey key) =>
        grains.GetGrain<IBinAggregatorGrain>(key.ToString());

    /// <summary>The score tables of a shard.</summary>
    public static ICompactionGrain Compaction(this IGrainFactory grains, CompactionKey key) =>
        grains.GetGrain<ICompactionGrain>(key.ToString());

    /// <summary>The scorer of a device.</summary>
    public static IScorerGrain Scorer(this IGrainFactory grains, DeviceKey key) =>
        grains.GetGrain<IScorerGrain>(key.ToString());

    /// <summary>The segment leases of a corpus.</summary>
    public static ICorpusLeasesGrain Leases(this IGrainFactory grains, string corpusId) =>
        grains.GetGrain<ICorpusLeasesGrain>(corpusId);

    /// <summary>The announcements of work to idle scorers.</summary>
    public static IWorkAnnouncementsGrain WorkAnnouncements(this IGrainFactory grains) =>
        grains.GetGrain<IWorkAnnouncementsGrain>(IWorkAnnouncementsGrain.Key);

    /// <summary>A training session.</summary>
    public static ISessionGrain Session(this IGrainFactory grains, string sessionId) =>
        grains.GetGrain<ISessionGrain>(sessionId);

    /// <summary>The trainer of a session.</summary>
    public static ITrainerGrain Trainer(this IGrainFactory grains, string sessionId) =>
        grains.GetGrain<ITrainerGrain>(sessionId);
}
