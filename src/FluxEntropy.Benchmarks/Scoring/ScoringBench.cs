using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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
            var before = await MeasureAsync(ScoringBenchmarkPart.Matrix, logNormal, cancellationToken);
            engines.Add(await MeasureAsync(ScoringBenchmarkPart.Engine, logNormal, cancellationToken));
            fullEngines.Add(await MeasureAsync(ScoringBenchmarkPart.Engine, full, cancellationToken));
            var after = await MeasureAsync(ScoringBenchmarkPart.Matrix, logNormal, cancellationToken);
            matrix.Add(Math.Max(before.OperationsPerSecond, after.OperationsPerSecond));
            originals.Add(await MeasureAsync(ScoringBenchmarkPart.Original, logNormal, cancellationToken));
            fullOriginals.Add(await MeasureAsync(ScoringBenchmarkPart.Original, full, cancellationToken));
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

    private static async Task<ScoringMeasurement> MeasureAsync(
        ScoringBenchmarkPart part,
        ScoringBenchmarkOptions benchmark,
        CancellationToken cancellationToken
    )
    {
        using var child = Process.Start(StartOf(part, benchmark))
            ?? throw new IOException("a process to measure in could not be started");
        try
        {
            var output = child.StandardOutput.ReadToEndAsync(cancellationToken);
            await child.WaitForExitAsync(cancellationToken);
            return child.ExitCode == 0
                ? JsonSerializer.Deserialize<ScoringMeasurement>(await output, JsonSerializerOptions.Web)!
                : throw new IOException($"measuring {part} ended with exit code {child.ExitCode}");
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
    }

    private static ProcessStartInfo StartOf(ScoringBenchmarkPart part, ScoringBenchmarkOptions benchmark)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        string[] arguments =
        [
            "bench",
            "scoring",
            "--part",
            part.ToString(),
            "--threads",
            Number(benchmark.Threads),
            "--texts",
            Number(benchmark.Texts),
            "--vocabulary",
            Number(benchmark.Vocabulary),
            .. benchmark.ModelFolder is { } folder ? new[] { "--model", folder } : [],
            .. benchmark.FullLength ? new[] { "--full" } : [],
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
