using FluxEntropy.Metrics;

namespace FluxEntropy.Scores;

/// <summary>The scores of one document under one profile.</summary>
public sealed record DocumentScore
{
    /// <summary>
    /// Token ids as fed to the model, BOS included where the model has one. The whole document, never a window; cut only
    /// where the profile truncates. [tokens]
    /// </summary>
    public required int[] TokenIds { get; init; }

    /// <summary>UTF-8 length of the text in bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>
    /// Values in the order of <see cref="MetricCatalog.Columns"/> of the engine's catalogue; NaN where the document has no position to
    /// measure. [metrics]
    /// </summary>
    public required float[] Metrics { get; init; }

    /// <summary>Why the document has no scores (for example "logits are not finite at position 17"), or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Per-token statistics, where asked for.</summary>
    public TokenStatistics? PerToken { get; init; }
}
