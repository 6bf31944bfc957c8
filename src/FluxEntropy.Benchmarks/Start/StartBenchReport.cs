namespace FluxEntropy.Benchmarks.Start;

/// <summary>What <c>flux bench start --json</c> prints.</summary>
public sealed record StartBenchReport
{
    public required int Rounds { get; init; }

    /// <summary>By number of documents, ascending.</summary>
    public required IReadOnlyList<StartFigures> Sizes { get; init; }

    /// <summary>Median resident bytes with the most documents ÷ with the fewest.</summary>
    public double ResidentRatio => Sizes[^1].ResidentBytes.Median / Sizes[0].ResidentBytes.Median;

    /// <summary>Median managed bytes with the most documents ÷ with the fewest.</summary>
    public double ManagedRatio => Sizes[^1].ManagedBytes.Median / Sizes[0].ManagedBytes.Median;
}
