namespace FluxEntropy.Models.Benchmarks;

/// <summary>What to measure with.</summary>
public sealed record ScoringBenchmarkOptions
{
    /// <summary>
    /// A model folder, or null for random weights of SmolLM2-135M's geometry. The default value is null.
    /// </summary>
    public string? ModelFolder { get; init; }

    /// <summary>Threads. The default value is 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Texts. The default value is 64.</summary>
    public int Texts { get; init; } = 64;

    /// <summary>Whether every text has 512 tokens; log-normal lengths of median 180 otherwise.</summary>
    public bool FullLength { get; init; }

    /// <summary>
    /// Vocabulary of the random geometry, to show that memory does not grow with it. The default value is 49,152.
    /// </summary>
    public int Vocabulary { get; init; } = 49_152;
}
