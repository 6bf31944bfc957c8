using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;

namespace FluxEntropy.Grains.Lifecycle;

/// <summary>Starts the work of this process: its devices score, aggregators read score files, interrupted training runs go on.</summary>
public sealed class WorkStarter(IGrainFactory grains, Catalog catalog, ILocalSiloDetails silo)
{
    /// <summary>Lets the devices of this process, such as <c>cpu:2</c>, pull work. Harmless where they do already.</summary>
    public async Task StartDevicesAsync(IReadOnlyList<string> devices)
    {
        foreach (var device in devices)
            await grains.Scorer(new DeviceKey(silo.Name, device)).Start();
    }

    /// <summary>
    /// Starts what no process may be doing: reads score files, goes on with interrupted runs. Harmless where it is
    /// being done.
    /// </summary>
    /// <param name="alive">Roles that the cluster has now; work for others waits for them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ResumeAsync(SiloRoles alive, CancellationToken cancellationToken)
    {
        if (!alive.HasFlag(SiloRoles.Data))
            return;
        foreach (var name in catalog.CorpusNames())
        {
            if (await catalog.FindCorpusAsync(name) is not { } corpus)
                continue;
            foreach (var stored in await catalog.ProfilesAsync(corpus.Id))
            {
                await Task.WhenAll(
                    AggregatorKey.AllOf(corpus, stored.Profile.Hash).Select(group => grains.Aggregator(group).Advance())
                );
            }
        }
        foreach (var name in catalog.SessionNames())
        {
            if (
                alive.HasFlag(SiloRoles.Device)
                && await catalog.FindSessionAsync(name) is { } session
                && !cancellationToken.IsCancellationRequested
            )
                await grains.Trainer(session.Id).Resume();
        }
    }
}
