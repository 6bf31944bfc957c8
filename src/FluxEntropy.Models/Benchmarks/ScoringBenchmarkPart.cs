namespace FluxEntropy.Models.Benchmarks;

/// <summary>
/// What a benchmark of scoring measures; each in a process of its own, for peak memory belongs to a process.
/// </summary>
public enum ScoringBenchmarkPart
{
    /// <summary>This engine.</summary>
    Engine,

    /// <summary>The original project's algorithm.</summary>
    Original,

    /// <summary>The machine's matrix products.</summary>
    Matrix,
}
