using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Leasing;

namespace FluxEntropy.Grains.Leasing;

/// <inheritdoc cref="IWorkAnnouncementsGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class WorkAnnouncementsGrain(TimeProvider time) : Grain, IWorkAnnouncementsGrain
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30); // several looks of a scorer

    private readonly WorkAnnouncements _announcements = new(time.GetUtcNow(), Memory);

    public Task Announce(string corpusId) =>
        Task.WhenAll(
            _announcements
                .Announce(corpusId, time.GetUtcNow())
                .Select(scorer => GrainFactory.Scorer(DeviceKey.Parse(scorer)).Announced(corpusId))
        );

    public Task<WorkNews> Listen(string scorer, long after) =>
        Task.FromResult(_announcements.Listen(scorer, after, time.GetUtcNow()));

    public Task Leave(string scorer)
    {
        _announcements.Leave(scorer);
        return Task.CompletedTask;
    }
}
