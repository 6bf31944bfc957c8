using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Start;

/// <summary>A start over a folder of so many documents.</summary>
/// <param name="Documents">Scored documents in the folder.</param>
/// <param name="ServingSeconds">From the start of the process until it had answered a query of ranks in full, one of scores, and an ingested document, each the first.</param>
/// <param name="ResidentBytes">Memory that the system held for the process then, after a forced collection.</param>
/// <param name="ManagedBytes">Of it, objects.</param>
public sealed record StartFigures(int Documents, Spread ServingSeconds, Spread ResidentBytes, Spread ManagedBytes);

/// <summary>What <c>flux bench start --json</c> prints.</summary>
public sealed record StartBenchReport
{
    public required int Rounds { get; init; }

    /// <summary>By number of documents, rising.</summary>
    public required IReadOnlyList<StartFigures> Sizes { get; init; }

    /// <summary>Resident bytes at the most documents ÷ at the fewest, medians.</summary>
    public double ResidentRatio => Sizes[^1].ResidentBytes.Median / Sizes[0].ResidentBytes.Median;

    /// <summary>Managed bytes at the most documents ÷ at the fewest, medians.</summary>
    public double ManagedRatio => Sizes[^1].ManagedBytes.Median / Sizes[0].ManagedBytes.Median;
}
