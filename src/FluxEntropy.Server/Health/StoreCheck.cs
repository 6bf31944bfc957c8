using FluxEntropy.Grains.Fencing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Storage;

namespace FluxEntropy.Server.Health;

/// <summary>Unhealthy while the store of fencing records cannot be read and written: nothing can be acknowledged then.</summary>
internal sealed class StoreCheck([FromKeyedServices(GrainFence.StorageName)] IGrainStorage store) : IHealthCheck
{
    private const string StateName = "probe";

    private static readonly GrainId Probe = GrainId.Create("health", "probe"); // one for all processes: they share the store

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await WriteAsync().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (InconsistentStateException)
        {
            return HealthCheckResult.Healthy(); // another process wrote it meanwhile: the store answers
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the store of fencing records does not answer");
        }
        catch (Exception failure)
        {
            return HealthCheckResult.Unhealthy(
                $"the store of fencing records cannot be read and written: {Reason(failure)}",
                failure
            );
        }
    }

    // Clients of Redis tell the state of all their counters behind a semicolon, and stores repeat what they caught.
    private static string Reason(Exception failure) => failure.GetBaseException().Message.Split(';', '\n')[0].Trim();

    private async Task WriteAsync()
    {
        var state = new GrainState<FenceRecord>(new FenceRecord());
        await store.ReadStateAsync(StateName, Probe, state);
        state.State ??= new FenceRecord();
        await store.WriteStateAsync(StateName, Probe, state);
    }
}
