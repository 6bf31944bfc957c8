using System.Diagnostics;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>
/// Keeps a cluster busy while its processes are killed and suspended at random, watches the memory of those that are
/// never hit, and finally verifies the data folder. The cluster is a gateway, two data and two device processes; one of
/// each pair is never hit.
/// </summary>
public sealed class SoakRun(SoakOptions options, Action<string> tell)
{
    private const string Devices = "cpu:1";
    private const int ShortestPause = 10,
        LongestPause = 40,
        LongestStop = 8; // seconds
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(options.Seed);
    private readonly SortedDictionary<string, int> _faults = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <exception cref="IOException">A process that is never hit ended, or one could not be restarted.</exception>
    public async Task<SoakReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var answers = Path.Combine(folder, "acknowledged.jsonl");
        List<ProcessTrend> memory;
        SoakLoad load;
        string data;
        await using (var cluster = LocalCluster.Start(folder, []))
        {
            data = cluster.Data;
            await using var acknowledged = AcknowledgedFile.Open(answers);
            var gateway = await cluster.AddAsync("gateway", null, cancellationToken);
            LocalCluster.Server[] spared =
            [
                gateway,
                await cluster.AddAsync("data", null, cancellationToken),
                await cluster.AddAsync("device", Devices, cancellationToken),
            ];
            List<LocalCluster.Server> targets =
            [
                await cluster.AddAsync("data", null, cancellationToken),
                await cluster.AddAsync("device", Devices, cancellationToken),
            ];
            using var client = new FluxClient(gateway.Address);
            load = new SoakLoad(client, acknowledged, options.DocumentsPerSecond);
            await load.PrepareAsync(cancellationToken);
            MemoryWatch[] watches = [.. spared.Select(server => new MemoryWatch(server))];
            await LoadAsync(load, cluster, targets, watches, cancellationToken);
            memory = [.. watches.Select(watch => watch.Describe(options.WarmUpMinutes))];
            foreach (var watch in watches)
                watch.Dispose();
            using var settling = new CancellationTokenSource(Settling);
            await load.EndAsync(settling.Token);
            await client.WaitUntilScoredAsync(SoakLoad.Corpus, _ => { }, settling.Token);
            await cluster.StopAsync();
        }
        var verification = await StoppedFolder.VerifyAsync(data, answers, cancellationToken: cancellationToken);
        return new SoakReport
        {
            Seed = options.Seed,
            Minutes = options.Minutes,
            WarmUpMinutes = options.WarmUpMinutes,
            Faults = _faults,
            AcceptedDocuments = load.Accepted,
            FailedCalls = load.FailedCalls,
            TrainedSteps = load.Steps,
            Memory = memory,
            Sound = verification.IsSound,
            Lost = verification.Lost,
            Unexpected = verification.Unexpected,
            Duplicated = verification.Duplicated,
            ProblemsFound = verification.ProblemsFound,
            Problems = verification.Problems,
        };
    }

    private async Task LoadAsync(
        SoakLoad load,
        LocalCluster cluster,
        List<LocalCluster.Server> targets,
        MemoryWatch[] watches,
        CancellationToken cancellationToken
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] work =
        [
            load.RunAsync(ending.Token),
            HurtAsync(cluster, targets, ending.Token),
            WatchAsync(load, watches, ending.Token),
        ];
        await Task.WhenAny([
            Task.Delay(TimeSpan.FromMinutes(options.Minutes) - _clock.Elapsed, cancellationToken),
            .. work,
        ]);
        var early = Array.Find(work, task => task.IsFaulted);
        await ending.CancelAsync();
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (early is not null)
            await early;
        foreach (var watch in watches.Where(watch => watch.Server.Process.HasExited))
            throw new IOException(
                $"the {watch.Server.Roles} process that was never hit ended:\n{watch.Server.Process.LastLines}"
            );
    }

    // A process that was hit is replaced, so that their number stays the same.
    private async Task HurtAsync(
        LocalCluster cluster,
        List<LocalCluster.Server> targets,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.Next(ShortestPause, LongestPause)), cancellationToken);
            var index = _random.Next(targets.Count);
            var victim = targets[index];
            var isKilled = _random.Next(2) == 0;
            var fault = $"{(isKilled ? "SIGKILL" : "SIGSTOP")} {victim.Roles}";
            _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
            if (isKilled)
            {
                victim.Process.Kill();
                await victim.Process.ExitAsync(cancellationToken);
            }
            else
            {
                victim.Process.Suspend();
                await Task.Delay(TimeSpan.FromSeconds(_random.Next(1, LongestStop)), CancellationToken.None);
                victim.Process.Wake();
                await Task.Delay(TimeSpan.FromSeconds(LongestStop), cancellationToken); // an evicted one ends itself
            }
            if (!victim.Process.HasExited)
                continue;
            await cluster.RemoveAsync(victim);
            targets[index] = await cluster.AddAsync(
                victim.Roles,
                victim.Roles == "device" ? Devices : null,
                cancellationToken
            );
        }
    }

    private async Task WatchAsync(SoakLoad load, MemoryWatch[] watches, CancellationToken cancellationToken)
    {
        var told = _clock.Elapsed;
        while (true)
        {
            await Task.Delay(SampleInterval, cancellationToken);
            await Task.WhenAll(watches.Select(watch => watch.SampleAsync(_clock, cancellationToken)));
            if (_clock.Elapsed - told < ReportInterval)
                continue;
            told = _clock.Elapsed;
            var memory = string.Join(
                ", ",
                watches
                    .Select(watch => watch.Describe(0))
                    .Select(process => $"{process.Process} {process.LastResidentMegabytes:N0} MB")
            );
            tell(
                $"{told.TotalMinutes:0} of {options.Minutes:0.#} minutes: {load.Accepted:N0} documents accepted, "
                    + $"{load.Steps:N0} steps, {_faults.Values.Sum()} faults, {load.FailedCalls:N0} calls retried; {memory}"
            );
        }
    }
}
