using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>The health checks of a process.</summary>
internal static class HealthCheckExtensions
{
    /// <summary>Longest that a check may take: shorter than a client waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddFluxEntropyChecks(this IHealthChecksBuilder checks) =>
        checks
            .AddCheck<StoreCheck>("store", HealthStatus.Unhealthy, tags: [], Patience)
            .AddCheck<DiskCheck>("disk", HealthStatus.Unhealthy, tags: [], Patience)
            .AddCheck<DeviceCheck>("devices", HealthStatus.Unhealthy, tags: [], Patience);
}
