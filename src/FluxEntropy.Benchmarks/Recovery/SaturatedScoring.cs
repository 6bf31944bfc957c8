using System.Diagnostics;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>Real devices score on saturated cores: is a process that is only busy taken for dead?</summary>
internal sealed class SaturatedScoring(RecoveryBenchOptions options, Action<string> tell)
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(30);

    /// <returns>Documents scored, and processes that were taken for dead.</returns>
    public async Task<(long Documents, int Evictions)> RunAsync(string folder, CancellationToken cancellationToken)
    {
        await using var cluster = LocalCluster.Start(folder, options.ServeOptions);
        var gateway = await RecoveryCluster.StartAsync(cluster, $"cpu:{Environment.ProcessorCount}", cancellationToken);
        using var client = new FluxClient(gateway.Address);
        await RecoveryCluster.CreateCorpusAsync(client, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = CorpusFeed.RunAsync(client, RecoveryCluster.Corpus, ending.Token);
        var burners = Burners.Start(options.Burners, ending.Token);
        var begun = Stopwatch.StartNew();
        var documents = 0L;
        while (begun.Elapsed.TotalMinutes < options.Minutes && !feeding.IsCompleted)
        {
            await Task.Delay(Progress, cancellationToken);
            var state = await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = RecoveryCluster.Corpus },
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
}
