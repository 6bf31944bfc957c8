using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Verify;

/// <summary>What <c>flux bench verify --json</c> prints.</summary>
public sealed record VerifyBenchReport
{
    public required int Documents { get; init; }

    public required int Rounds { get; init; }

    public required Spread Seconds { get; init; }

    public double DocumentsPerSecond => Documents / Seconds.Median;

    /// <summary>Peak resident memory of this process.</summary>
    public required long PeakResidentBytes { get; init; }
}
