using System.Diagnostics;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using FluxEntropy.Server.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>
/// Keeps a cluster busy while its processes are killed and suspended at random, watches the memory of those that are left
/// alone, and verifies the data folder in the end: a gateway, two data and two device processes, one of each pair spared.
/// </summary>
public sealed class SoakRun(SoakOptions options, Action<string> tell)
{
    private const string Devices = "cpu:1";
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10); // a machine may be busy with other things

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <exception cref="IOException">A process that was left alone ended, or one could not be started again.</exception>
    public async Task<SoakReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var answers = Path.Combine(folder, "acknowledged.jsonl");
        await using var cluster = LocalCluster.Start(folder, []);
        var report = await LoadAsync(cluster, answers, cancellationToken);
        await cluster.StopAsync();
        var verification = await StoppedFolder.VerifyAsync(cluster.Data, answers, cancellationToken: cancellationToken);
        return report(verification);
    }

    private async Task<Func<VerificationReport, SoakReport>> LoadAsync(
        LocalCluster cluster,
        string answers,
        CancellationToken cancellationToken
    )
    {
        await using var acknowledged = AcknowledgedFile.Open(answers);
        var gateway = await cluster.AddAsync("gateway", null, cancellationToken);
        ClusterProcess[] spared = [gateway, .. await PairAsync(cluster, cancellationToken)];
        using var client = new FluxClient(gateway.Address);
        var load = new SoakLoad(client, acknowledged, options.DocumentsPerSecond);
        var faults = new FaultInjector(options.Seed, cluster, await PairAsync(cluster, cancellationToken), Devices);
        await load.PrepareAsync(cancellationToken);
        MemoryWatch[] watches = [.. spared.Select(server => new MemoryWatch(server))];
        await WorkAsync(load, faults, watches, cancellationToken);
        foreach (var watch in watches)
            watch.Dispose();
        using var settling = new CancellationTokenSource(Settling);
        await load.EndAsync(settling.Token);
        await client.WaitUntilScoredAsync(SoakLoad.Corpus, _ => { }, settling.Token);
        return verification => SoakReport.Of(options, load, faults, watches, verification);
    }

    private static async Task<List<ClusterProcess>> PairAsync(
        LocalCluster cluster,
        CancellationToken cancellationToken
    ) =>
        [
            await cluster.AddAsync("data", null, cancellationToken),
            await cluster.AddAsync("device", Devices, cancellationToken),
        ];

    private async Task WorkAsync(
        SoakLoad load,
        FaultInjector faults,
        MemoryWatch[] watches,
        CancellationToken cancellationToken
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] work =
        [
            load.RunAsync(ending.Token),
            faults.RunAsync(ending.Token),
            new SoakMonitor(options, load, faults, watches, tell).RunAsync(_clock, ending.Token),
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
        if (Array.Find(watches, watch => watch.Server.Process.HasExited)?.Server is { } ended)
            throw new IOException($"the {ended.Roles} process that was left alone ended:\n{ended.Process.LastLines}");
    }
}
