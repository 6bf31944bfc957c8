using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FluxEntropy.Storage;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>A cluster of real processes on this machine, with a Redis of its own, over one folder.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private const string RedisProgram = "redis-server";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly IReadOnlyList<string> _serveOptions;
    private readonly int _redisPort = FreePort();
    private readonly List<Server> _servers = [];
    private ChildProcess? _redis;

    private LocalCluster(string folder, IReadOnlyList<string> serveOptions) =>
        (_folder, _serveOptions) = (folder, serveOptions);

    /// <summary>The data folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Every process that was started and is not known to have ended.</summary>
    public IReadOnlyList<Server> Servers => _servers;

    /// <summary>Starts Redis.</summary>
    /// <param name="folder">Where the cluster keeps everything.</param>
    /// <param name="serveOptions">Options of <c>flux serve</c> for every process.</param>
    /// <exception cref="IOException">There is no redis-server on this machine.</exception>
    public static LocalCluster Start(string folder, IReadOnlyList<string> serveOptions)
    {
        var cluster = new LocalCluster(folder, serveOptions);
        cluster.StartRedis();
        return cluster;
    }

    /// <summary>Starts a process, and waits until it serves.</summary>
    /// <exception cref="IOException">It ended, or took too long; the message contains its output.</exception>
    public async Task<Server> AddAsync(string roles, string? devices, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            .. ThisProgram.Arguments,
            "serve",
            "--data",
            Data,
            "--listen",
            "http://127.0.0.1:0",
            "--store",
            $"redis:127.0.0.1:{_redisPort}",
            "--roles",
            roles,
            .. devices is null ? [] : (string[])["--devices", devices],
            .. _serveOptions,
        ];
        var process = new ChildProcess(ThisProgram.Path, arguments);
        try
        {
            var server = new Server(roles, process, await ServingAsync(process, roles, cancellationToken));
            _servers.Add(server);
            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private async Task<Uri> ServingAsync(ChildProcess process, string roles, CancellationToken cancellationToken)
    {
        for (var begun = Stopwatch.StartNew(); ; await Task.Delay(Poll, cancellationToken))
        {
            if (AddressOf(process.Id) is { } address)
                return address;
            if (process.HasExited || begun.Elapsed > StartPatience)
                throw new IOException($"a process with the roles {roles} did not start:\n{process.LastLines}");
        }
    }

    /// <summary>Forgets a process that ended.</summary>
    public async Task RemoveAsync(Server server)
    {
        _servers.Remove(server);
        await server.Process.DisposeAsync();
    }

    /// <summary>Stops every process as an operator would.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.Process.StopAsync(StopPatience)));
        foreach (var server in _servers.ToArray())
            await RemoveAsync(server);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.ToArray())
            await RemoveAsync(server);
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    private void StartRedis()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            _redis = new ChildProcess(
                RedisProgram,
                [
                    "--port",
                    $"{_redisPort}",
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    _folder,
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "everysec",
                    "--save",
                    "",
                ]
            );
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new IOException(
                $"{RedisProgram} is not on this machine ({missing.Message}): install the package of that name",
                missing
            );
        }
    }

    // Every process of a cluster leaves its address in the data folder.
    private Uri? AddressOf(int process)
    {
        var folder = Path.Combine(Data, DataLayout.Servers);
        if (!Directory.Exists(folder))
            return null;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                using var server = JsonDocument.Parse(File.ReadAllBytes(file));
                if (server.RootElement.GetProperty("process").GetInt32() == process)
                    return new Uri(server.RootElement.GetProperty("address").GetString()!);
            }
            catch (FileNotFoundException)
            {
                // It belonged to a process that died, and another process has just deleted it.
            }
        }
        return null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A process of the cluster.</summary>
    public sealed record Server(string Roles, ChildProcess Process, Uri Address);
}
