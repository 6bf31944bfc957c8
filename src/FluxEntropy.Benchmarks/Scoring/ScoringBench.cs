using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Benchmarks.Scoring;

/// <summary>
/// How fast is scoring compared with the original project's algorithm, and with the machine? Each part runs in its own
/// process, because peak memory is per process. The parts of a round follow each other, so that a machine that slows
/// down slows all of them.
/// </summary>
public sealed class ScoringBench(ScoringBenchOptions options, Action<string> tell)
{
    /// <summary>A quarter as many texts of 512 tokens give the rate just as accurately.</summary>
    private const int FullShare = 4;

    /// <summary>Runs all rounds.</summary>
    public async Task<ScoringBenchReport> RunAsync(CancellationToken cancellationToken)
    {
        var logNormal = options.Benchmark;
        var full = logNormal with { FullLength = true, Texts = Math.Max(8, logNormal.Texts / FullShare) };
        var (matrix, engines, originals, fullEngines, fullOriginals) = (new List<double>(), New(), New(), New(), New());
        for (var round = 1; round <= options.Rounds; round++)
        {
            // The machine's rate is measured before and after the engine, because the load from neighbours changes
            // within seconds.
            var before = await ScoringPartProcess.MeasureAsync(ScoringBenchmarkPart.Matrix, logNormal, cancellationToken);
            engines.Add(await ScoringPartProcess.MeasureAsync(ScoringBenchmarkPart.Engine, logNormal, cancellationToken));
            fullEngines.Add(await ScoringPartProcess.MeasureAsync(ScoringBenchmarkPart.Engine, full, cancellationToken));
            var after = await ScoringPartProcess.MeasureAsync(ScoringBenchmarkPart.Matrix, logNormal, cancellationToken);
            matrix.Add(Math.Max(before.OperationsPerSecond, after.OperationsPerSecond));
            originals.Add(
                await ScoringPartProcess.MeasureAsync(ScoringBenchmarkPart.Original, logNormal, cancellationToken)
            );
            fullOriginals.Add(
                await ScoringPartProcess.MeasureAsync(ScoringBenchmarkPart.Original, full, cancellationToken)
            );
            tell(
                $"round {round} of {options.Rounds}: engine {engines[^1].TokensPerSecond:N0} tokens/s, "
                    + $"original {originals[^1].TokensPerSecond:N0} tokens/s, products {matrix[^1] / 1e9:N0} GFLOP/s"
            );
        }

        return new ScoringBenchReport
        {
            Geometry = options.Geometry,
            Parameters = engines[0].Parameters,
            WeightBytes = engines[0].WeightBytes,
            Threads = logNormal.Threads,
            Rounds = options.Rounds,
            MatrixOperationsPerSecond = Spread.Of(matrix),
            LogNormal = ScoringSet.Of(engines, originals, matrix, logNormal.Texts),
            Full = ScoringSet.Of(fullEngines, fullOriginals, matrix, full.Texts),
        };
    }

    private static List<ScoringMeasurement> New() => [];
}
