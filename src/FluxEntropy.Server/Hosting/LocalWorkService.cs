using FluxEntropy.Grains;
using Microsoft.Extensions.Hosting;

namespace FluxEntropy.Server.Hosting;

/// <summary>Takes up the process's work once its silo runs, and lays it down before the silo stops.</summary>
internal sealed class LocalWorkService(LocalWork work, FluxServerOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => work.ResumeAsync(options.Devices, cancellationToken);

    // What takes longer than the host's patience is left as a crash would leave it.
    public Task StopAsync(CancellationToken cancellationToken) => work.SuspendAsync().WaitAsync(cancellationToken);
}
