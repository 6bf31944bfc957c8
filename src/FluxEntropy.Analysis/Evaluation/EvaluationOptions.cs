namespace FluxEntropy.Analysis.Evaluation;

/// <summary>How an evaluation is analysed.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Column of the outcomes; null for the first of the usual names.</summary>
    public string? Outcome { get; init; }

    /// <summary>
    /// Columns of metrics, each analysed as it is; null for entropy, varentropy and what follows from them.
    /// </summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>Whether to use entropy and varentropy of the last token rather than means. The default value is false.</summary>
    public bool LastToken { get; init; }

    /// <summary>
    /// Other columns that may explain outcomes: numbers, or words of at most ten kinds. The default value is the
    /// length of the text, if known.
    /// </summary>
    public IReadOnlyList<string>? Covariates { get; init; }

    /// <summary>Column whose kinds are looked at one by one; null for none.</summary>
    public string? Domain { get; init; }

    /// <summary>
    /// Equal classes by leaving out rows of the larger one that this seed chooses; null for all rows.
    /// </summary>
    public uint? BalanceSeed { get; init; }

    /// <summary>Quantile bins of the χ² test. The default value is 4.</summary>
    public int Bins { get; init; } = 4;

    /// <summary>Draws of the bootstrap; 0 for none. The default value is 2,000.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>
    /// Compute entropies of likeliest tokens as the original project did, 2^l of natural logarithms, in bits. The
    /// default value is false.
    /// </summary>
    public bool OriginalBase2 { get; init; }

    /// <summary>Size of the model's vocabulary, for the upper bound of entropies of likeliest tokens; null if unknown.</summary>
    public int? Vocabulary { get; init; }
}
