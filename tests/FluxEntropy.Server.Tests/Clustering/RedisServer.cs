using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FluxEntropy.Server.Tests.Processes;
using StackExchange.Redis;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>A Redis server of the test's own, with its append-only file in a temporary folder, on a free port of the loopback interface.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private Process? _process;

    public string Connection => $"127.0.0.1:{_port}";

    /// <summary>Skips the test where the program is not installed.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Program), $"{Program} is not here; install the package redis-server");

    public static async Task<RedisServer> StartAsync()
    {
        Require();
        var redis = new RedisServer();
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Starts it on the port and the files that it had.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true };
        string[] arguments = ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await AnsweringAsync();
    }

    /// <summary>Ends it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Takes a copy of its files.</summary>
    public void Save(string copy)
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(copy, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>Puts a copy in place of its files; it must not run.</summary>
    public void Restore(string copy)
    {
        Directory.Delete(_folder["appendonlydir"], recursive: true);
        Directory.CreateDirectory(_folder["appendonlydir"]);
        foreach (var file in Directory.EnumerateFiles(Path.Join(copy, "appendonlydir")))
            File.Copy(file, Path.Join(_folder["appendonlydir"], Path.GetFileName(file)));
    }

    /// <summary>Bytes of its append-only file.</summary>
    public long AppendedBytes => new FileInfo(AppendOnlyFile).Length;

    /// <summary>Cuts its append-only file, as a machine that loses its power does; it must not run.</summary>
    public void CutTo(long bytes)
    {
        using var file = File.OpenWrite(AppendOnlyFile);
        file.SetLength(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _folder.Dispose();
    }

    private string AppendOnlyFile => Directory.GetFiles(_folder["appendonlydir"], "*.incr.aof").Single();

    private async Task AnsweringAsync()
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(Connection);
                await connection.GetDatabase().PingAsync();
                return;
            }
            catch (RedisException) when (since.Elapsed < Patience && !_process!.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
