using System.Text.Json;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>A server in this process, whose simulated devices make scores up; verbs run in process against it.</summary>
public sealed class EmbeddedServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FluxServer? _server;

    internal Uri Address => _server!.Address;

    public async ValueTask InitializeAsync() =>
        _server = await FluxServer.StartAsync(
            new FluxServerOptions
            {
                DataFolder = _folder["data"],
                Listen = new Uri("http://127.0.0.1:0"),
                Devices = [.. SimulatedDevice.Group("sim:2@10000000").Select(device => device.Name)],
                Models = [SimulatedModel.Name],
                LogLevel = LogLevel.Critical,
            },
            new SimulatedEngineFactory(new TorchEngineFactory(), TimeProvider.System),
            TestContext.Current.CancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Writes lines of text and ingests them, a document each, until all are scored.</summary>
    internal async Task IngestAsync(string corpus, int documents, params string[] more)
    {
        var lines = Enumerable.Range(0, documents).Select(i => $"Returns the number {i} of items that were left over.");
        var file = _folder.Write($"{corpus}.txt", string.Join('\n', lines));
        await RunAsync(["ingest", file, "--split", "lines", "--corpus", corpus, "--wait", .. more]);
    }

    /// <summary>Runs a verb, whatever comes of it.</summary>
    internal Task<Flux> TryAsync(params string[] arguments) =>
        Flux.RunAsync([.. arguments, "--server", _server!.Address.OriginalString]);

    /// <summary>Runs a verb that must succeed.</summary>
    internal async Task<Flux> RunAsync(params string[] arguments)
    {
        var flux = await TryAsync(arguments);
        Assert.True(flux.ExitCode == 0, $"flux {string.Join(' ', arguments)}: {flux.Errors}");
        return flux;
    }

    /// <summary>Runs a verb that must be refused; returns its one line.</summary>
    internal async Task<string> RefusedAsync(params string[] arguments)
    {
        var flux = await TryAsync(arguments);
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        return Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Runs a verb that prints one JSON object.</summary>
    internal async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse((await RunAsync([.. arguments, "--json"])).Output).RootElement;
}
