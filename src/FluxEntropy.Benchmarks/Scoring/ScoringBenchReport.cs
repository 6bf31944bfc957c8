using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Scoring;

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
