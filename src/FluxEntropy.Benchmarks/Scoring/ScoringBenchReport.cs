using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Benchmarks.Scoring;

/// <summary>Speed, and peak memory of the process, over all rounds.</summary>
public sealed record ScoringSide(Spread TokensPerSecond, long PeakBytes)
{
    public static ScoringSide Of(IReadOnlyList<ScoringMeasurement> measured) =>
        new(Spread.Of(measured.Select(part => part.TokensPerSecond)), measured.Max(part => part.PeakBytes));
}

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

/// <summary>What <c>flux bench scoring --json</c> prints.</summary>
public sealed record ScoringBenchReport
{
    public required string Geometry { get; init; }

    public required long Parameters { get; init; }

    public required long WeightBytes { get; init; }

    public required int Threads { get; init; }

    public required int Rounds { get; init; }

    /// <summary>The machine's best rate of float32 products, in floating-point operations per second.</summary>
    public required Spread MatrixOperationsPerSecond { get; init; }

    public required ScoringSet LogNormal { get; init; }

    public required ScoringSet Full { get; init; }

    /// <summary>Of the log-normal texts.</summary>
    public double SeedRatio => LogNormal.SeedRatio.Median;

    /// <summary>
    /// The same with this engine's allocator settings for both. It has none: both use the platform's default allocator.
    /// </summary>
    public double SeedRatioSameAllocator => SeedRatio;

    /// <summary>Of the log-normal texts.</summary>
    public double MatrixRatio => LogNormal.MatrixRatio.Median;

    /// <summary>Peak memory of the engine's process, without its weights.</summary>
    public long EngineBytesAboveWeights => LogNormal.Engine.PeakBytes - WeightBytes;
}
