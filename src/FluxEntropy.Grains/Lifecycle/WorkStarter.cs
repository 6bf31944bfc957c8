using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Lifecycle;

/// <summary>Starts the work of this process: its devices score, aggregators read score files, interrupted training runs go on.</summary>
public sealed partial class WorkStarter(
    IGrainFactory grains,
    Catalog catalog,
    ILocalSiloDetails silo,
    ILogger<WorkStarter> logger
)
{
    /// <summary>Lets the devices of this process, such as <c>cpu:2</c>, pull work. Harmless where they do already.</summary>
    public async Task StartDevicesAsync(IReadOnlyList<string> devices)
    {
        foreach (var device in devices)
            await grains.Scorer(new DeviceKey(silo.Name, device)).Start();
    }

    /// <summary>
    /// Starts what no process may be doing: reads score files, goes on with interrupted runs. Harmless where it is
    /// being done. A corpus or a session that is broken keeps no other from starting.
    /// </summary>
    /// <param name="alive">Roles that the cluster has now; work for others waits for them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ResumeAsync(SiloRoles alive, CancellationToken cancellationToken)
    {
        if (!alive.HasFlag(SiloRoles.Data))
            return;
        foreach (var name in catalog.CorpusNames())
            await ApartAsync("corpus", name, () => AdvanceAsync(name), cancellationToken);
        if (!alive.HasFlag(SiloRoles.Device))
            return;
        foreach (var name in catalog.SessionNames())
            await ApartAsync("session", name, () => ResumeAsync(name), cancellationToken);
    }

    private async Task AdvanceAsync(string name)
    {
        if (await catalog.FindCorpusAsync(name) is not { } corpus)
            return;
        foreach (var profile in await catalog.ProfileHashesAsync(corpus.Id))
            await Task.WhenAll(
                AggregatorKey.AllOf(corpus, profile).Select(group => grains.Aggregator(group).Advance())
            );
    }

    private async Task ResumeAsync(string name)
    {
        if (await catalog.FindSessionAsync(name) is { } session)
            await grains.Trainer(session.Id).Resume();
    }

    private async Task ApartAsync(string kind, string name, Func<Task> start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await start();
        }
        catch (Exception failure)
        {
            LogFailure(kind, name, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The work of {Kind} {Name} could not be started: {Reason}")]
    private partial void LogFailure(string kind, string name, string reason);
}
