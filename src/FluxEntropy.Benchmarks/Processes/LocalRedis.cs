using System.Net;
using System.Net.Sockets;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>A Redis of its own on this machine, on a port that was free.</summary>
internal sealed class LocalRedis : IAsyncDisposable
{
    private const string RedisProgram = "redis-server";

    private readonly ChildProcess _process;

    /// <summary>Starts Redis.</summary>
    /// <param name="folder">Where it keeps its files.</param>
    /// <exception cref="IOException">There is no redis-server on this machine.</exception>
    public LocalRedis(string folder)
    {
        Directory.CreateDirectory(folder);
        string[] arguments =
        [
            .. $"--port {Port} --bind 127.0.0.1 --appendonly yes --appendfsync everysec --dir".Split(' '),
            folder,
            "--save",
            "",
        ];
        try
        {
            _process = new ChildProcess(RedisProgram, arguments);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new IOException(
                $"{RedisProgram} is not on this machine ({missing.Message}): install the package of that name",
                missing
            );
        }
    }

    public int Port { get; } = FreePort();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
