using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Server.Clustering;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>
/// How long does work stop when a process of a cluster is killed or hangs, and is a merely busy process ever evicted?
/// Runs a gateway, two data and two device processes with a Redis of their own on this machine. The devices are
/// simulated while faults are measured, and real while cores are saturated.
/// </summary>
public sealed class RecoveryBench(RecoveryBenchOptions options, MembershipSettings membership, Action<string> tell)
{
    private const string Corpus = "bench";
    private const string SimulatedDevices = "sim:2@45000";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(30); // by then a suspended process has been evicted, with any settings
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(30);

    public async Task<RecoveryBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var faults = new List<(string Fault, TimeSpan Ingest, TimeSpan Scoring)>();
        var (ended, verification) =
            options.Rounds > 0
                ? await FaultsAsync(Path.Combine(folder, "faults"), faults, cancellationToken)
                : (0, null);
        var (documents, evictions) =
            options.Minutes > 0 ? await SaturateAsync(Path.Combine(folder, "busy"), cancellationToken) : (0, 0);
        return new RecoveryBenchReport
        {
            ProbeSeconds = membership.ProbeTimeout.TotalSeconds,
            MissedProbes = membership.MissedProbes,
            Rounds = options.Rounds,
            Burners = options.Burners,
            Cores = Environment.ProcessorCount,
            Faults =
            [
                .. faults
                    .GroupBy(fault => fault.Fault)
                    .Select(fault => new FaultFigures(
                        fault.Key,
                        Spread.Of(fault.Select(round => round.Ingest.TotalSeconds)),
                        Spread.Of(fault.Select(round => round.Scoring.TotalSeconds))
                    )),
            ],
            WokenProcessesThatEnded = ended,
            Verification = verification,
            SaturatedMinutes = options.Minutes,
            SaturatedDocuments = documents,
            FalseEvictions = evictions,
        };
    }

    private async Task<(int Ended, VerificationReport Verification)> FaultsAsync(
        string folder,
        List<(string, TimeSpan, TimeSpan)> figures,
        CancellationToken cancellationToken
    )
    {
        var answers = Path.Combine(folder, "acknowledged.jsonl");
        await using var cluster = LocalCluster.Start(folder, ["--model", SimulatedModel.Name, .. options.ServeOptions]);
        var ended = await FaultsAsync(cluster, answers, figures, cancellationToken);
        await cluster.StopAsync();
        return (ended, await StoppedFolder.VerifyAsync(cluster.Data, answers, cancellationToken: cancellationToken));
    }

    private async Task<int> FaultsAsync(
        LocalCluster cluster,
        string answers,
        List<(string, TimeSpan, TimeSpan)> figures,
        CancellationToken cancellationToken
    )
    {
        var gateway = await StartAsync(cluster, SimulatedDevices, cancellationToken);
        using var client = new FluxClient(gateway.Address);
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 8,
                Groups = 4,
            },
            cancellationToken: cancellationToken
        );
        using var burning = new CancellationTokenSource();
        var burners = Burn(options.Burners, burning.Token);
        await using var acknowledged = AcknowledgedFile.Open(answers);
        await using var pulse = new Pulse(client, Corpus, acknowledged);
        pulse.Start();
        await ResumedAsync(cluster, pulse, Stopwatch.GetTimestamp(), cancellationToken);
        var ended = 0;
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var role in new[] { "data", "device" })
            {
                foreach (var isKilled in new[] { true, false })
                {
                    var victim = cluster.Servers.First(server => server.Roles == role);
                    var fault = $"{(isKilled ? "kill -9" : "SIGSTOP")} of a {role} process";
                    await Task.Delay(Settling, cancellationToken);
                    var since = Stopwatch.GetTimestamp();
                    if (isKilled)
                        victim.Process.Kill();
                    else
                        victim.Process.Suspend();
                    var (ingest, scoring) = await ResumedAsync(cluster, pulse, since, cancellationToken);
                    tell(
                        $"round {round} of {options.Rounds}: {fault}: documents accepted again after "
                            + $"{ingest.TotalSeconds:0.0} s, scored after {scoring.TotalSeconds:0.0} s"
                    );
                    figures.Add((fault, ingest, scoring));
                    if (!isKilled)
                        ended += await WakeAsync(victim, GivenUp - Stopwatch.GetElapsedTime(since), cancellationToken)
                            ? 1
                            : 0;
                    victim.Process.Kill();
                    await cluster.RemoveAsync(victim);
                    await cluster.AddAsync(role, role == "device" ? SimulatedDevices : null, cancellationToken);
                    await ResumedAsync(cluster, pulse, Stopwatch.GetTimestamp(), cancellationToken);
                }
            }
        }
        await burning.CancelAsync();
        await Task.WhenAll(burners);
        return ended;
    }

    private static async Task<(TimeSpan Ingest, TimeSpan Scoring)> ResumedAsync(
        LocalCluster cluster,
        Pulse pulse,
        long since,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await pulse.ResumedAsync(since, Patience, cancellationToken);
        }
        catch (TimeoutException late)
        {
            var printed = cluster.Servers.Select(server =>
                $"{server.Roles} process {server.Process.Id}:\n{server.Process.LastLines}"
            );
            throw new TimeoutException($"{late.Message}\n{string.Join('\n', printed)}", late);
        }
    }

    // A process that was evicted must not go on as if nothing had happened: it ends.
    private static async Task<bool> WakeAsync(
        LocalCluster.Server server,
        TimeSpan sleep,
        CancellationToken cancellationToken
    )
    {
        if (sleep > TimeSpan.Zero)
            await Task.Delay(sleep, cancellationToken);
        server.Process.Wake();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await server.Process.ExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return server.Process.HasExited;
    }

    private async Task<(long Documents, int Evictions)> SaturateAsync(
        string folder,
        CancellationToken cancellationToken
    )
    {
        await using var cluster = LocalCluster.Start(folder, options.ServeOptions);
        var gateway = await StartAsync(cluster, $"cpu:{Environment.ProcessorCount}", cancellationToken);
        using var client = new FluxClient(gateway.Address);
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 8,
                Groups = 4,
            },
            cancellationToken: cancellationToken
        );
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = FeedAsync(client, ending.Token);
        var burners = Burn(options.Burners, ending.Token);
        var begun = Stopwatch.StartNew();
        var documents = 0L;
        while (begun.Elapsed.TotalMinutes < options.Minutes && !feeding.IsCompleted)
        {
            await Task.Delay(Progress, cancellationToken);
            var state = await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = Corpus },
                cancellationToken: cancellationToken
            );
            documents = (long)state.Indexed;
            tell(
                $"{begun.Elapsed.TotalMinutes:0.0} of {options.Minutes:0.0} minutes of scoring on saturated cores: "
                    + $"{documents:N0} documents scored, {state.Pending:N0} waiting, "
                    + $"{Evicted(cluster)} of {cluster.Servers.Count} processes evicted"
            );
        }
        await ending.CancelAsync();
        await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(burners);
        if (feeding.IsFaulted)
            await feeding;
        return (documents, Evicted(cluster));
    }

    // A process that learns of its eviction ends.
    private static int Evicted(LocalCluster cluster) => cluster.Servers.Count(server => server.Process.HasExited);

    private static async Task<LocalCluster.Server> StartAsync(
        LocalCluster cluster,
        string devices,
        CancellationToken cancellationToken
    )
    {
        var gateway = await cluster.AddAsync("gateway", null, cancellationToken);
        for (var i = 0; i < 2; i++)
        {
            await cluster.AddAsync("data", null, cancellationToken);
            await cluster.AddAsync("device", devices, cancellationToken);
        }
        return gateway;
    }

    // There is always enough waiting to keep the devices busy.
    private static async Task FeedAsync(FluxClient client, CancellationToken cancellationToken)
    {
        const ulong Enough = 20_000;
        var texts = SdkDocuments.Read(4000);
        for (var lap = 0; ; lap++)
        {
            var state = await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = Corpus },
                cancellationToken: cancellationToken
            );
            if (state.Pending >= Enough)
                await Task.Delay(1000, cancellationToken);
            else
                await new Ingestion(client, Corpus).SendAsync(Lap(texts, lap).ToAsyncEnumerable(), cancellationToken);
        }
    }

    private static IEnumerable<SourceItem> Lap(IReadOnlyList<SourceDocument> texts, int lap) =>
        texts.Select(text => text with { Id = $"{lap}/{text.Id}" });

    private static Task[] Burn(int threads, CancellationToken cancellationToken) =>
        [
            .. Enumerable
                .Range(0, threads)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            while (!cancellationToken.IsCancellationRequested)
                                Thread.SpinWait(1000);
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                ),
        ];
}
