using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Benchmarks.Scoring;

/// <summary>
/// Measures one part in a process of its own, since peak memory belongs to a process: <c>flux bench scoring --part</c>, which
/// prints a line of JSON.
/// </summary>
internal static class ScoringPartProcess
{
    public static async Task<ScoringMeasurement> MeasureAsync(
        ScoringBenchmarkPart part,
        ScoringBenchmarkOptions benchmark,
        CancellationToken cancellationToken
    )
    {
        using var child = Process.Start(StartOf(part, benchmark))
            ?? throw new IOException("no process to measure in could be started");
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
        string[] arguments =
        [
            .. ThisProgram.Arguments,
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
        return new ProcessStartInfo(ThisProgram.Path, arguments) { RedirectStandardOutput = true };
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
