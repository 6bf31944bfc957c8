using System.Text.RegularExpressions;
using Grpc.Net.Client;

namespace FluxEntropy.Tests.Processes;

/// <summary>A server in a process of its own, on a free port of the loopback interface.</summary>
internal sealed partial class FluxServerProcess : IAsyncDisposable
{
    private FluxServerProcess(FluxProcess process, Uri address)
    {
        Process = process;
        Address = address;
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
    }

    public FluxProcess Process { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Starts a server; it may die at a named point (<paramref name="fault"/>), even before it serves.</summary>
    public static Task<FluxServerProcess> StartAsync(
        string data,
        string? fault = null,
        string? devices = "cpu:2",
        params string[] more
    ) => StartAsync(data, fault, variable: null, devices, more);

    /// <summary>Starts a server with a variable of its environment, such as <c>DOTNET_EnableAVX2=0</c>.</summary>
    public static async Task<FluxServerProcess> StartAsync(
        string data,
        string? fault,
        string? variable,
        string? devices,
        string[] more
    )
    {
        var process = FluxProcess.Start(
            [
                "serve",
                "--data",
                data,
                .. more.Contains("--listen") ? [] : (string[])["--listen", "http://127.0.0.1:0"],
                .. devices is null ? [] : (string[])["--devices", devices],
                .. more,
            ],
            fault,
            variable: variable
        );
        try
        {
            return new FluxServerProcess(
                process,
                new Uri(Address_().Match(await process.ErrorLineAsync("Serving ")).Value)
            );
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server as an operator does.</summary>
    public async Task StopAsync()
    {
        Process.Terminate();
        await Process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Process.DisposeAsync();
    }

    [GeneratedRegex(@"http://[^\s]+")]
    private static partial Regex Address_();
}
