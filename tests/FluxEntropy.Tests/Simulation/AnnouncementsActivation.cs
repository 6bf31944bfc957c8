using FluxEntropy.Leasing;

namespace FluxEntropy.Tests.Simulation;

/// <summary>The grain that tells idle scorers which corpora have work.</summary>
internal sealed class AnnouncementsActivation(Cluster cluster, Silo silo) : Activation
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(300);
    private readonly WorkAnnouncements _announcements = new(cluster.Scheduler.Now, Memory);

    public override bool IsOver(Exception? failure) => false;

    public Task<bool> AnnounceAsync(string corpusId)
    {
        foreach (var scorer in _announcements.Announce(corpusId, cluster.Scheduler.Now))
            cluster.TellScorer(silo, scorer, corpusId);
        return Task.FromResult(true);
    }

    public Task<WorkNews> ListenAsync(string scorer, long after) =>
        Task.FromResult(_announcements.Listen(scorer, after, cluster.Scheduler.Now));
}
