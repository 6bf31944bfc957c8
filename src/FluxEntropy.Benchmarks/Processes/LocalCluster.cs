using System.Diagnostics;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>A cluster of real processes on this machine, with a Redis of its own, over one folder.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly string _folder;
    private readonly LocalRedis _redis;
    private readonly IReadOnlyList<string> _serveOptions;
    private readonly List<ClusterProcess> _servers = [];

    private LocalCluster(string folder, IReadOnlyList<string> serveOptions) =>
        (_folder, _serveOptions, _redis) = (folder, serveOptions, new LocalRedis(folder));

    /// <summary>The data folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Every process that was started and is not known to have ended.</summary>
    public IReadOnlyList<ClusterProcess> Servers => _servers;

    /// <summary>Starts Redis.</summary>
    /// <param name="folder">Where the cluster keeps everything.</param>
    /// <param name="serveOptions">Options of <c>flux serve</c> for every process.</param>
    /// <exception cref="IOException">There is no redis-server on this machine.</exception>
    public static LocalCluster Start(string folder, IReadOnlyList<string> serveOptions) => new(folder, serveOptions);

    /// <summary>Starts a process, and waits until it serves.</summary>
    /// <exception cref="IOException">It ended, or took too long; the message contains its output.</exception>
    public async Task<ClusterProcess> AddAsync(string roles, string? devices, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            .. ThisProgram.Arguments,
            .. (string[])["serve", "--data", Data, "--listen", "http://127.0.0.1:0"],
            .. (string[])["--store", $"redis:127.0.0.1:{_redis.Port}", "--roles", roles],
            .. devices is null ? [] : (string[])["--devices", devices],
            .. _serveOptions,
        ];
        var process = new ChildProcess(ThisProgram.Path, arguments);
        try
        {
            var server = new ClusterProcess(roles, process, await ServingAsync(process, roles, cancellationToken));
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
            if (ServedAddress.Of(process.Id, Data) is { } address)
                return address;
            if (process.HasExited || begun.Elapsed > StartTimeout)
                throw new IOException($"a process with the roles {roles} did not start:\n{process.LastLines}");
        }
    }

    /// <summary>Forgets a process that ended.</summary>
    public async Task RemoveAsync(ClusterProcess server)
    {
        _servers.Remove(server);
        await server.Process.DisposeAsync();
    }

    /// <summary>Stops every process as an operator would.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.Process.StopAsync(StopTimeout)));
        foreach (var server in _servers.ToArray())
            await RemoveAsync(server);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.ToArray())
            await RemoveAsync(server);
        await _redis.DisposeAsync();
    }
}
