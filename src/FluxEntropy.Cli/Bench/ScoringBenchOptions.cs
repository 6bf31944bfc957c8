using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Cli.Bench;

/// <summary>What is measured.</summary>
internal sealed record ScoringBenchOptions
{
    public required ScoringBenchmarkOptions Benchmark { get; init; }

    public required string Geometry { get; init; }

    public required int Rounds { get; init; }
}
