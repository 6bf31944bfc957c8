using System.Reflection;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Storage;
using FluxEntropy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Services;

/// <summary>Says what this server is, what its devices did, and what keeps it from serving.</summary>
internal sealed class ClusterService(
    LocalDevices devices,
    ILocalSiloDetails silo,
    DeviceActivity activity,
    ServerModels models,
    IEngineFactory engines,
    RunningWork running,
    HealthCheckService health,
    DataFolder folder,
    TimeProvider time
) : Cluster.ClusterBase
{
    private static readonly string Version = typeof(ClusterService)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    private readonly long _started = time.GetTimestamp();

    public override async Task<ClusterStatus> Status(ClusterStatusRequest request, ServerCallContext context) =>
        new()
        {
            Version = Version,
            Uptime = Duration.FromTimeSpan(time.GetElapsedTime(_started)),
            Memory = await ProcessMemory.CountAsync(() => engines.LiveTensors, request.CollectGarbage),
            TrainingRuns = (uint)running.TrainingRuns,
            DataFolder = folder.Files.Root,
            ProcessId = (uint)Environment.ProcessId,
            DefaultProfile = models.Default is { } model ? CorporaService.ToMessage(model.Profile) : null,
            Problems = { request.CheckHealth ? await ProblemsAsync(context.CancellationToken) : [] },
            Devices =
            {
                devices.Names.Select(device =>
                {
                    var (documents, tokens) = activity.Of(device);
                    return new Device
                    {
                        Name = device,
                        Silo = silo.Name,
                        Documents = (ulong)documents,
                        Tokens = (ulong)tokens,
                    };
                }),
            },
        };

    private async Task<IEnumerable<HealthProblem>> ProblemsAsync(CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        return report
            .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => new HealthProblem
            {
                Check = entry.Key,
                Serving = entry.Value.Status == HealthStatus.Degraded,
                Reason = ServerPaths.Hide(
                    folder.Files.Root,
                    entry.Value.Description ?? entry.Value.Exception?.Message ?? "it does not say why"
                ),
            });
    }
}
