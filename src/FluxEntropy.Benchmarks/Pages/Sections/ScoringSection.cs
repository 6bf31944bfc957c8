using static System.FormattableString;
using FluxEntropy.Benchmarks.Scoring;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class ScoringSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<ScoringBenchReport>(
            "scoring",
            "bench scoring",
            "Scoring",
            "Three things in processes of their own: this engine; the original Python project's algorithm (padding to 512 tokens, "
                + "batches of 8, full logits, two log-softmax) on the same libtorch; and the machine's own float32 matrix products.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(ScoringBenchReport report)
    {
        yield return new(
            "model",
            Invariant(
                $"{report.Geometry}, {report.Parameters:N0} parameters, {report.WeightBytes / 1e6:N0} MB of weights"
            )
        );
        yield return FigureRow.Of("float32 products", report.MatrixOperationsPerSecond, "N0", " GFLOP/s", 1e9);
        foreach (var (texts, set) in new[] { ("log-normal lengths", report.LogNormal), ("512 tokens", report.Full) })
        {
            var of = Invariant($"{set.Texts} texts of {texts}, {set.Tokens:N0} tokens");
            yield return FigureRow.Of($"this engine: {of}", set.Engine.TokensPerSecond, "N0", " tokens/s");
            yield return FigureRow.Of("the original algorithm", set.Original.TokensPerSecond, "N0", " tokens/s");
            yield return FigureRow.Of("ratio to the original algorithm", set.SeedRatio, "0.00");
            yield return FigureRow.Of("share of the rate of matrix products", set.MatrixRatio, "0.00");
            yield return new("peak memory, this engine", Invariant($"{set.Engine.PeakBytes / 1e6:N0} MB"));
            yield return new("peak memory, the original", Invariant($"{set.Original.PeakBytes / 1e6:N0} MB"));
        }
    }
}
