using FluxEntropy.Engines.Simulated;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Benchmarks.Devices;

/// <summary>An embedded server whose devices only take the time that real ones would.</summary>
internal static class SimulatedServer
{
    /// <summary>Starts one over a folder; with no devices it only ingests.</summary>
    public static Task<FluxServer> StartAsync(
        string folder,
        int devices,
        int tokensPerSecond,
        CancellationToken cancellationToken
    ) =>
        FluxServer.StartAsync(
            new FluxServerOptions
            {
                DataFolder = folder,
                Listen = new Uri("http://127.0.0.1:0"),
                Devices =
                    devices == 0
                        ? []
                        : [.. SimulatedDevice.Group($"sim:{devices}@{tokensPerSecond}").Select(device => device.Name)],
                Models = [SimulatedModel.Name],
                LogLevel = LogLevel.Critical,
            },
            new SimulatedEngineFactory(new TorchEngineFactory(), TimeProvider.System),
            cancellationToken
        );
}
