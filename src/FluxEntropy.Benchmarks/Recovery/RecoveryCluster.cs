using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>The cluster that is measured: a gateway, two data and two device processes, with a corpus.</summary>
internal static class RecoveryCluster
{
    public const string Corpus = "bench";

    /// <summary>Starts the processes; returns the gateway.</summary>
    public static async Task<ClusterProcess> StartAsync(
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

    public static async Task CreateCorpusAsync(FluxClient client, CancellationToken cancellationToken) =>
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 8,
                Groups = 4,
            },
            cancellationToken: cancellationToken
        );
}
