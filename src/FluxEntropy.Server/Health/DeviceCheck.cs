using FluxEntropy.Grains.Scoring;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>Unhealthy while an engine of this process fails: its model cannot be loaded, or scoring fails.</summary>
internal sealed class DeviceCheck(DeviceFaults faults) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            faults.Current is { Count: > 0 } current
                ? HealthCheckResult.Unhealthy(string.Join("; ", current))
                : HealthCheckResult.Healthy()
        );
}
