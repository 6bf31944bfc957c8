using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>
/// A Redis server of the test's own, with its append-only file in a temporary folder, on a free port of the loopback
/// interface.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private readonly string _password;
    private Process? _process;

    private RedisServer(string password) => _password = password;

    public string Connection => $"127.0.0.1:{_port}";

    private string Snapshot => _folder["dump.rdb"];

    private string AppendOnlyFile => Directory.GetFiles(_folder["appendonlydir"], "*.incr.aof").Single();

    /// <summary>Starts one; the test is skipped where the program is not installed.</summary>
    /// <param name="password">What its clients have to know; none by default.</param>
    public static async Task<RedisServer> StartAsync(string password = "")
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not here; install the package redis-server");
        var redis = new RedisServer(password);
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Starts it on the same port with what its append-only file holds.</summary>
    public Task StartAgainAsync() => RunAsync("yes");

    /// <summary>Ends it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Bytes that its append-only file has now, every answered write among them.</summary>
    public long Written() => new FileInfo(AppendOnlyFile).Length;

    /// <summary>
    /// Cuts the append-only file of a server that was killed back to fewer bytes, as if what came later had never
    /// reached the disk.
    /// </summary>
    public void CutTo(long bytes)
    {
        using var file = File.OpenWrite(AppendOnlyFile);
        Assert.InRange(bytes, 0, file.Length - 1);
        file.SetLength(bytes);
    }

    /// <summary>Writes a snapshot of everything that it holds.</summary>
    public Task SaveAsync() => AskAsync("SAVE");

    /// <summary>Starts one that was killed with what its last snapshot holds, and nothing else.</summary>
    public async Task RestoreAsync()
    {
        Directory.Delete(_folder["appendonlydir"], recursive: true);
        await RunAsync("no"); // with an append-only file, even an empty one, it would not read the snapshot
        await AskAsync("CONFIG SET appendonly yes");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private async Task RunAsync(string appendOnly)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "--port",
            $"{_port}",
            "--bind",
            "127.0.0.1",
            "--dir",
            _folder.Path,
            "--appendonly",
            appendOnly,
            "--appendfsync",
            "everysec",
            "--save",
            "",
            "--requirepass",
            _password,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Heard(line.Data, ready);
        _process.BeginOutputReadLine();
        await ready.Task.WaitAsync(Timeout);
    }

    private static void Heard(string? line, TaskCompletionSource ready)
    {
        if (line is null)
            ready.TrySetException(new InvalidOperationException("Redis ended before it was ready."));
        else if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            ready.TrySetResult();
    }

    // Redis takes a command as a line of text, too.
    private async Task AskAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("+OK", await reader.ReadLineAsync().WaitAsync(Timeout));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
