using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Calls for much work that are cancelled before any of it arrives.</summary>
internal sealed class CancelledCalls : IAttack
{
    private const int Connections = 8;
    private const int Streams = 16;
    private static readonly TimeSpan Life = TimeSpan.FromMilliseconds(5);

    public string Name => $"{Connections * Streams} clients that cancel each call after {Life.TotalMilliseconds:0} ms";

    public Task RunAsync(Uri server, CancellationToken cancellationToken) =>
        Attackers.RunAsync(server, Connections, Streams, CallAsync, cancellationToken);

    private static async Task CallAsync(FluxClient client, CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        life.CancelAfter(Life);
        using var call = client.Scores.Query(
            new()
            {
                Corpus = BenchServer.Corpus,
                IncludeText = true,
                Where = { ["no"] = "document" },
            },
            cancellationToken: life.Token
        );
        await call.ResponseStream.MoveNext(life.Token);
    }
}
