using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Server.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>Kills and suspends processes of a cluster in turn, and times how long work rests.</summary>
internal sealed class FaultRounds(RecoveryBenchOptions options, Action<string> tell)
{
    private const string SimulatedDevices = "sim:2@45000";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(30); // by then a suspended process has been evicted, with any settings

    private readonly List<(string Fault, TimeSpan Ingest, TimeSpan Scoring)> _figures = [];

    /// <summary>How long work rested after each kind of fault.</summary>
    public IReadOnlyList<FaultFigures> Figures =>
        [
            .. _figures
                .GroupBy(fault => fault.Fault)
                .Select(fault => new FaultFigures(
                    fault.Key,
                    Spread.Of(fault.Select(round => round.Ingest.TotalSeconds)),
                    Spread.Of(fault.Select(round => round.Scoring.TotalSeconds))
                )),
        ];

    /// <summary>Runs all rounds, and verifies in the end that nothing acknowledged was lost.</summary>
    /// <returns>How many woken processes ended by themselves, and what the verifier found.</returns>
    public async Task<(int Ended, VerificationReport Verification)> RunAsync(
        string folder,
        CancellationToken cancellationToken
    )
    {
        var answers = Path.Combine(folder, "acknowledged.jsonl");
        await using var cluster = LocalCluster.Start(folder, ["--model", SimulatedModel.Name, .. options.ServeOptions]);
        var ended = await RunAsync(cluster, answers, cancellationToken);
        await cluster.StopAsync();
        return (ended, await StoppedFolder.VerifyAsync(cluster.Data, answers, cancellationToken: cancellationToken));
    }

    private async Task<int> RunAsync(LocalCluster cluster, string answers, CancellationToken cancellationToken)
    {
        var gateway = await RecoveryCluster.StartAsync(cluster, SimulatedDevices, cancellationToken);
        using var client = new FluxClient(gateway.Address);
        await RecoveryCluster.CreateCorpusAsync(client, cancellationToken);
        using var burning = new CancellationTokenSource();
        var burners = Burners.Start(options.Burners, burning.Token);
        await using var acknowledged = AcknowledgedFile.Open(answers);
        await using var heartbeat = new Heartbeat(new HeartbeatCalls(client, RecoveryCluster.Corpus, acknowledged));
        heartbeat.Start();
        await ResumedAsync(cluster, heartbeat, Stopwatch.GetTimestamp(), cancellationToken);
        var ended = 0;
        for (var round = 1; round <= options.Rounds; round++)
            foreach (var role in new[] { "data", "device" })
            foreach (var isKilled in new[] { true, false })
                if (await HitAsync(cluster, heartbeat, round, role, isKilled, cancellationToken))
                    ended++;
        await burning.CancelAsync();
        await Task.WhenAll(burners);
        return ended;
    }

    /// <summary>Hits one process and replaces it; returns whether one that was suspended ended by itself when it woke.</summary>
    private async Task<bool> HitAsync(
        LocalCluster cluster,
        Heartbeat heartbeat,
        int round,
        string role,
        bool isKilled,
        CancellationToken cancellationToken
    )
    {
        var victim = cluster.Servers.First(server => server.Roles == role);
        var fault = $"{(isKilled ? "kill -9" : "SIGSTOP")} of a {role} process";
        await Task.Delay(Settling, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        if (isKilled)
            victim.Process.Kill();
        else
            victim.Process.Suspend();
        var (ingest, scoring) = await ResumedAsync(cluster, heartbeat, since, cancellationToken);
        tell(
            $"round {round} of {options.Rounds}: {fault}: documents accepted again after {ingest.TotalSeconds:0.0} s, "
                + $"scored after {scoring.TotalSeconds:0.0} s"
        );
        _figures.Add((fault, ingest, scoring));
        var ended = !isKilled && await WakeAsync(victim, GivenUp - Stopwatch.GetElapsedTime(since), cancellationToken);
        victim.Process.Kill();
        await cluster.RemoveAsync(victim);
        await cluster.AddAsync(role, role == "device" ? SimulatedDevices : null, cancellationToken);
        await ResumedAsync(cluster, heartbeat, Stopwatch.GetTimestamp(), cancellationToken);
        return ended;
    }

    private static async Task<(TimeSpan Ingest, TimeSpan Scoring)> ResumedAsync(
        LocalCluster cluster,
        Heartbeat heartbeat,
        long since,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await heartbeat.ResumedAsync(since, Timeout, cancellationToken);
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
        ClusterProcess server,
        TimeSpan sleep,
        CancellationToken cancellationToken
    )
    {
        if (sleep > TimeSpan.Zero)
            await Task.Delay(sleep, cancellationToken);
        server.Process.Wake();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        await server.Process.ExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return server.Process.HasExited;
    }
}
