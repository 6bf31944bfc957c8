using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Benchmarks.Scoring;

/// <summary>
/// One set of texts, scored in both ways, with their ratios. A ratio is taken within each round, and the median counts.
/// </summary>
public sealed record ScoringSet
{
    public required int Texts { get; init; }

    public required long Tokens { get; init; }

    public required ScoringSide Engine { get; init; }

    /// <summary>The original project's algorithm with the platform's default allocator.</summary>
    public required ScoringSide Original { get; init; }

    /// <summary>This engine's rate ÷ the original algorithm's.</summary>
    public required Spread SeedRatio { get; init; }

    /// <summary>
    /// 2 × parameters × this engine's tokens per second ÷ the machine's measured rate of float32 products.
    /// </summary>
    public required Spread MatrixRatio { get; init; }

    public static ScoringSet Of(
        IReadOnlyList<ScoringMeasurement> engine,
        IReadOnlyList<ScoringMeasurement> original,
        IReadOnlyList<double> matrix,
        int texts
    ) =>
        new()
        {
            Texts = texts,
            Tokens = engine[0].Tokens,
            Engine = ScoringSide.Of(engine),
            Original = ScoringSide.Of(original),
            SeedRatio = Spread.Of(
                engine.Zip(original, (ours, theirs) => ours.TokensPerSecond / theirs.TokensPerSecond)
            ),
            MatrixRatio = Spread.Of(engine.Zip(matrix, (ours, rate) => ours.OperationsPerSecond / rate)),
        };
}
