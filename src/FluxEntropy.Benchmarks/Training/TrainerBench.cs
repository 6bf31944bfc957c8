using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using static FluxEntropy.Benchmarks.Training.TrainerBenchModel;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>
/// How much slower is the built-in trainer than a bare loop over the same model? They take turns on the same cores.
/// </summary>
public sealed class TrainerBench(int rounds, Action<string> tell)
{
    private const int Turns = 4; // of each side in a round, so that other load on the machine affects both

    /// <param name="data">A folder with the corpus of <see cref="BenchServer"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TrainerFigures> RunAsync(string data, CancellationToken cancellationToken)
    {
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        var (bare, trainer) = (new List<double>(), new List<double>());
        long parameters = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var (loopSeconds, trainerSeconds) = (0.0, 0.0);
            for (var turn = 1; turn <= Turns; turn++)
            {
                (var loop, parameters) = await BareLoop.RunAsync(cancellationToken);
                loopSeconds += 1 / loop;
                trainerSeconds +=
                    1 / await ServedTraining.RunAsync(client, $"trainer-{round}-{turn}", cancellationToken);
            }
            bare.Add(Turns / loopSeconds);
            trainer.Add(Turns / trainerSeconds);
            tell($"trainer, round {round} of {rounds}: {trainer[^1]:N0} tokens/s, bare loop {bare[^1]:N0}");
        }
        await process.StopAsync(BenchServer.Timeout);
        return new TrainerFigures(
            parameters,
            Rows * Time,
            Spread.Of(bare),
            Spread.Of(trainer),
            Spread.Of(trainer.Zip(bare, (one, other) => one / other))
        );
    }
}
