using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FluxEntropy.Server.Tests.Processes;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>A Redis server of the test's own, with its append-only file in a temporary folder, on a free port of the loopback interface.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _port = FreePort();
    private readonly Process _process;

    private RedisServer()
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true };
        string[] arguments = ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.BeginOutputReadLine();
    }

    public string Connection => $"127.0.0.1:{_port}";

    /// <summary>Starts one; the test is skipped where the program is not installed.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not here; install the package redis-server");
        var redis = new RedisServer();
        await redis._ready.Task.WaitAsync(Patience);
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null)
            _ready.TrySetException(new InvalidOperationException("Redis ended before it was ready."));
        else if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
