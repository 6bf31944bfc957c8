namespace FluxEntropy.Scores;

/// <summary>The metrics that every score file holds, in column order.</summary>
public static class MetricCatalog
{
    /// <summary>Raised whenever a definition changes value; part of a profile's hash.</summary>
    public const int Version = 1;

    /// <summary>Names in column order. The suffixes <c>.sqrt</c> and <c>.norm</c> are views of these, not columns.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "entropy.mean", "entropy.sum", "entropy.last", "entropy.max", "entropy.std",
        "varentropy.mean", "varentropy.sum", "varentropy.last",
        "surprisal.mean", "surprisal.sum", "perplexity", "bits_per_byte",
        "margin.mean", "top1.mean", "rank.mean",
        "composite.mean", "composite.last",
    ];
}
