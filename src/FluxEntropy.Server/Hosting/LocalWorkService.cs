using FluxEntropy.Grains.Deletion;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Server.Clustering;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Hosting;

/// <summary>
/// Takes up the process's work once its silo runs, and lays it down before the silo stops. In a cluster it also looks every few
/// seconds for work that a dead silo left: a scorer ends with the silo that held its entry in the grain directory, too.
/// </summary>
internal sealed partial class LocalWorkService(
    WorkStarter starter,
    RunningWork running,
    CorpusDeletion deletion,
    FluxServerOptions options,
    ClusterMembers members,
    Addresses addresses,
    ILocalSiloDetails silo,
    IServer server,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<LocalWorkService> logger
) : IHostedService, IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    private SiloRoles Alive => members.Names.Aggregate(SiloRoles.None, (roles, name) => roles | SiloName.RolesOf(name));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Roles.HasFlag(SiloRoles.Data))
            await deletion.SweepAsync();
        await starter.StartDevicesAsync(options.Devices);
        if (options.Cluster is null)
        {
            await starter.ResumeAsync(SiloRoles.All, cancellationToken);
            return;
        }
        lifetime.ApplicationStarted.Register(() => _ = PublishAsync()); // by then the port is bound
        _looking = LookAsync(_stopping.Token);
    }

    // What takes longer than the host's timeout is left as a crash would leave it.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (options.Cluster is not null)
            addresses.Withdraw(silo.Name);
        try
        {
            await _looking.WaitAsync(cancellationToken); // it must not take up again what is laid down next
            await running.SuspendAsync().WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            LogLeft(exception.Message);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await starter.StartDevicesAsync(options.Devices).WaitAsync(cancellationToken);
                if (options.Roles.HasFlag(SiloRoles.Data))
                    await starter.ResumeAsync(Alive, cancellationToken).WaitAsync(cancellationToken);
                await Task.Delay(Look, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception.Message);
                await Task.Delay(Look, time, CancellationToken.None);
            }
        }
    }

    private async Task PublishAsync()
    {
        try
        {
            var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
            await addresses.PublishAsync(
                new ServerAddress(
                    silo.Name,
                    SiloName.Text(options.Roles),
                    address,
                    Environment.MachineName,
                    Environment.ProcessId
                )
            );
        }
        catch (IOException exception)
        {
            LogFailure(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Work was left as a crash would leave it: {Reason}")]
    private partial void LogLeft(string reason);

    [LoggerMessage(LogLevel.Warning, "Looking for work that a silo left failed and is tried again: {Reason}")]
    private partial void LogFailure(string reason);
}
