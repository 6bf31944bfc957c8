using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Queries for all texts whose answers nobody reads.</summary>
internal sealed class UnreadQueries : IAttack
{
    private const int Connections = 20;
    private const int Streams = 50;

    public string Name => $"{Connections} connections of {Streams} queries that nobody reads";

    public Task RunAsync(Uri server, CancellationToken cancellationToken) =>
        Attackers.RunAsync(server, Connections, Streams, QueryAsync, cancellationToken);

    private static async Task QueryAsync(FluxClient client, CancellationToken cancellationToken)
    {
        using var call = client.Scores.Query(
            new()
            {
                Corpus = BenchServer.Corpus,
                IncludeText = true,
                Parts = true,
            },
            cancellationToken: cancellationToken
        );
        await call.ResponseHeadersAsync;
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
