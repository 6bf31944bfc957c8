using FluxEntropy.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>Unhealthy while the data folder takes no file: its disk is full, read-only or gone.</summary>
internal sealed class DiskCheck(LocalFileStore files, ILocalSiloDetails silo) : IHealthCheck
{
    private const int ProbeBytes = 64 << 10;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // Two probes at a time share the name: each writes a file of its own before it takes the name, or finds it taken.
            var path = DataLayout.HealthProbe(silo.Name);
            await files.PublishAsync(path, new byte[ProbeBytes], CancellationToken.None).WaitAsync(cancellationToken);
            files.Delete(path);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the disk of the data folder does not answer");
        }
        catch (Exception failure)
        {
            return HealthCheckResult.Unhealthy(
                DiskSpace.IsExhausted(failure)
                    ? "the disk of the data folder is full: make room there"
                    : $"the data folder cannot be written: {failure.Message}",
                failure
            );
        }
    }
}
