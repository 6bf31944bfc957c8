using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Lifecycle;

/// <summary>
/// Starts the work of this process: its devices score, interrupted training runs go on. Of all that there is, only sessions that were
/// trained here are opened for that; the rest opens when it is asked.
/// </summary>
public sealed partial class WorkStarter(
    IGrainFactory grains,
    Catalog catalog,
    LocalFileStore files,
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
    /// Goes on with training runs that no process may be at. Harmless where one is. A session that is broken keeps no other from
    /// starting.
    /// </summary>
    /// <param name="alive">Roles that the cluster has now; runs without them wait for them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ResumeAsync(SiloRoles alive, CancellationToken cancellationToken)
    {
        if (!alive.HasFlag(SiloRoles.Data | SiloRoles.Device))
            return;
        foreach (var name in catalog.SessionNames())
            await ApartAsync(name, () => ResumeAsync(name), cancellationToken);
    }

    private async Task ResumeAsync(string name)
    {
        if (await catalog.FindSessionAsync(name) is { } session && files.Exists(DataLayout.TrainingPlan(session.Id)))
            await grains.Trainer(session.Id).Resume();
    }

    private async Task ApartAsync(string name, Func<Task> start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await start();
        }
        catch (Exception failure)
        {
            LogFailure(name, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The training run of session {Name} could not be resumed: {Reason}")]
    private partial void LogFailure(string name, string reason);
}
