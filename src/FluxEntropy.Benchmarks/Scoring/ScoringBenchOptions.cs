using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Benchmarks.Scoring;

/// <summary>What is measured.</summary>
public sealed record ScoringBenchOptions
{
    public required ScoringBenchmarkOptions Benchmark { get; init; }

    public required string Geometry { get; init; }

    public required int Rounds { get; init; }
}
