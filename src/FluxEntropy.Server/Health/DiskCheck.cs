using FluxEntropy.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>Unhealthy while the data folder takes no file: its disk is full, read-only or gone.</summary>
internal sealed class DiskCheck(LocalFileStore files, ILocalSiloDetails silo) : IHealthCheck
{
    private const int ProbeBytes = 64 << 10;

    private readonly SemaphoreSlim _gate = new(1, 1); // two probes would delete each other's file

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await _gate.WaitAsync(cancellationToken);
            try
            {
                var path = DataLayout.HealthProbe(silo.Name);
                await files.PublishAsync(path, new byte[ProbeBytes]).WaitAsync(cancellationToken);
                files.Delete(path);
            }
            finally
            {
                _gate.Release();
            }
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"the disk of data folder '{files.Root}' does not answer");
        }
        catch (Exception failure)
        {
            return HealthCheckResult.Unhealthy(
                DiskSpace.IsExhausted(failure)
                    ? $"the disk of data folder '{files.Root}' is full: make room there"
                    : $"data folder '{files.Root}' cannot be written: {failure.Message}",
                failure
            );
        }
    }
}
