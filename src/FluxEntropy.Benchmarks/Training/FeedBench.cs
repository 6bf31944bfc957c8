using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>
/// Can a server feed a trainer of a given speed without making it wait? The trainer's computing is simulated by
/// waiting.
/// </summary>
public sealed class FeedBench(int documents, double wanted, int rounds, Action<string> tell)
{
    public async Task<FeedFigures> RunAsync(string data, CancellationToken cancellationToken)
    {
        await BenchServer.FillAsync(data, documents, tell, cancellationToken);
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        var (fed, starved, unlimited) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var (tokens, share) = await SimulatedTrainer.RunAsync(client, $"feed-{round}", wanted, cancellationToken);
            fed.Add(tokens);
            starved.Add(share);
            unlimited.Add(
                (
                    await SimulatedTrainer.RunAsync(
                        client,
                        $"unlimited-{round}",
                        double.PositiveInfinity,
                        cancellationToken
                    )
                ).TokensPerSecond
            );
            tell(
                $"feed, round {round} of {rounds}: {tokens / 1e6:0.00} of {wanted / 1e6:0.00} M tokens/s, "
                    + $"starved {share:P1} of the time; {unlimited[^1] / 1e6:0.0} M tokens/s without compute"
            );
        }
        await process.StopAsync(BenchServer.Timeout);
        return new FeedFigures(
            documents,
            SimulatedTrainer.StepTokens,
            wanted,
            Spread.Of(fed),
            Spread.Of(starved),
            Spread.Of(unlimited)
        );
    }
}
