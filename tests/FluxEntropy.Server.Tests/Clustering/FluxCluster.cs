using System.Diagnostics;
using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>A cluster of processes over one data folder and a Redis of its own.</summary>
internal sealed class FluxCluster : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4); // the machine may be slow; nothing is measured here
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<FluxServerProcess> _servers = [];

    private FluxCluster(RedisServer redis) => Redis = redis;

    public RedisServer Redis { get; }

    public TemporaryFolder Folder { get; } = new();

    public string Data => Folder["data"];

    /// <summary>The process that clients talk to.</summary>
    public FluxServerProcess Gateway { get; private set; } = null!;

    /// <summary>One gateway; processes of other roles are added.</summary>
    public static async Task<FluxCluster> StartAsync(string? fault = null)
    {
        var cluster = new FluxCluster(await RedisServer.StartAsync());
        cluster.Gateway = await cluster.AddAsync("gateway", fault: fault);
        return cluster;
    }

    public Task<FluxServerProcess> AddDataAsync(string? fault = null) => AddAsync("data", fault: fault);

    public Task<FluxServerProcess> AddDeviceAsync(string? fault = null, string devices = "cpu:1") =>
        AddAsync("device", devices, fault);

    public async Task<FluxServerProcess> AddAsync(
        string roles,
        string? devices = null,
        string? fault = null,
        string? variable = null
    )
    {
        string[] arguments = ["--store", $"redis:{Redis.Connection}", "--roles", roles];
        var server = await FluxServerProcess.StartAsync(Data, fault, variable, devices, arguments);
        lock (_servers)
            _servers.Add(server);
        return server;
    }

    /// <summary>A process with one device that dies if it scores one of these texts; its exit code says that it did not.</summary>
    public Task<FluxServerProcess> AddDeviceThatMayNotScoreAsync(IEnumerable<string> texts) =>
        AddDeviceAsync(string.Join(',', texts.Select(text => $"scorer.document={text}")));

    /// <summary>Repeats what fails while a part of the cluster is away.</summary>
    public async Task<T> UntilDoneAsync<T>(Func<GrpcChannel, Task<T>> call)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await call(Gateway.Channel);
            }
            catch (Exception exception) when (since.Elapsed < Timeout && IsTransient(exception))
            {
                await Task.Delay(Pause);
            }
        }
    }

    public Task UntilDoneAsync(Func<GrpcChannel, Task> call) =>
        UntilDoneAsync(async channel =>
        {
            await call(channel);
            return true;
        });

    /// <summary>Waits for what only shows in the state of the corpus.</summary>
    public Task<Corpus> CorpusAsync(Func<Corpus, bool> isAwaited) =>
        UntilDoneAsync(async channel =>
        {
            var corpus = await new Corpora.CorporaClient(channel).GetAsync(new GetCorpusRequest { Name = "corpus" });
            return isAwaited(corpus) ? corpus : throw new RpcException(new Status(StatusCode.Unavailable, "not yet"));
        });

    /// <summary>Stops every process that still runs, and checks what they left.</summary>
    public async Task StopSoundAsync(PipelineClient client)
    {
        var running = _servers.Where(server => !server.Process.HasExited).ToArray();
        await StopAsync();
        Assert.All(running, server =>
            Assert.True(server.Process.ExitCode == 0, $"exit code {server.Process.ExitCode}:\n{server.Process.Errors}")
        );
        await Faults.Verification.SoundAsync(Folder, client);
    }

    /// <summary>Stops every process that still runs as an operator does.</summary>
    public async Task StopAsync()
    {
        foreach (var server in _servers.Where(server => !server.Process.HasExited))
            server.Process.Terminate();
        foreach (var server in _servers)
            await server.Process.ExitAsync();
    }

    /// <summary>Ends every process with SIGKILL.</summary>
    public async Task KillAsync()
    {
        foreach (var server in _servers)
            server.Process.Kill();
        foreach (var server in _servers)
            await server.Process.ExitAsync();
    }

    /// <summary>A new gateway in place of the one that was.</summary>
    public async Task ReplaceGatewayAsync() => Gateway = await AddAsync("gateway");

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        await Redis.DisposeAsync();
        Folder.Dispose();
    }

    // A stream that a failing server ended is seen by its writer as a misuse.
    private static bool IsTransient(Exception exception) =>
        exception
            is RpcException
            {
                StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled
            }
        || (exception is InvalidOperationException && exception.Message.Contains("complete", StringComparison.Ordinal));
}
