using System.Text.Json;

namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>One server for all tests of a class; each has a corpus of its own.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FluxServerProcess? _server;

    public string Url => _server!.Address.OriginalString.TrimEnd('/');

    public string Data => _folder["data"];

    public int ProcessId => _server!.Process.Id;

    public async ValueTask InitializeAsync() => _server = await FluxServerProcess.StartAsync(Data);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs a verb against the server; returns what it printed on standard output.</summary>
    internal async Task<string> FluxAsync(params string[] arguments)
    {
        await using var flux = await FluxProcess.RunAsync([.. arguments, "--server", Url]);
        Assert.True(
            flux.ExitCode == 0,
            $"flux {string.Join(' ', arguments)} exited with {flux.ExitCode}: {flux.Errors}"
        );
        return flux.Output;
    }

    /// <summary>Runs a verb that prints one JSON object.</summary>
    internal async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse(await FluxAsync([.. arguments, "--json"])).RootElement;
}
