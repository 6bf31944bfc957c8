using Grpc.AspNetCore.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>
/// The health checks of a process, and the names that a client of the gRPC health service may ask for: none, or <c>ready</c>, for
/// whether it serves; <c>alive</c> for whether it runs, so that nobody restarts it for a full disk.
/// </summary>
internal static class HealthCheckExtensions
{
    private const string Alive = "alive";
    private const string Ready = "ready";

    /// <summary>Longest that a check may take: shorter than a client waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddFluxEntropyChecks(this IHealthChecksBuilder checks)
    {
        checks
            .AddCheck("process", () => HealthCheckResult.Healthy(), tags: [Alive])
            .AddCheck<StoreCheck>("store", HealthStatus.Unhealthy, tags: [], Patience)
            .AddCheck<DiskCheck>("disk", HealthStatus.Unhealthy, tags: [], Patience)
            .AddCheck<DeviceCheck>("devices", HealthStatus.Unhealthy, tags: [], Patience)
            .AddCheck<ThreadCheck>("threads", HealthStatus.Unhealthy, tags: [], Patience)
            .AddCheck<DamageCheck>("data", HealthStatus.Degraded, tags: [], Patience);
        checks.Services.AddSingleton<DamagedItems>();
        checks.Services.Configure<GrpcHealthChecksOptions>(health =>
        {
            health.Services.Map(Ready, _ => true);
            health.Services.Map(Alive, check => check.Tags.Contains(Alive));
        });
    }
}
