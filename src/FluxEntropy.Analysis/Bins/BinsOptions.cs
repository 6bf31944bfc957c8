namespace FluxEntropy.Analysis.Bins;

/// <summary>How a table of scores is cut into bins.</summary>
public sealed record BinsOptions
{
    /// <summary>Quantiles at which the original project cut.</summary>
    public static readonly IReadOnlyList<double> Original = [0.10, 0.25, 0.50, 0.75, 0.90];

    /// <summary>Metrics, the first of which is cut; null for every known metric that the table holds.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>
    /// Quantiles at which to cut, rising, between 0 and 1. The default value is <see cref="Original"/>.
    /// </summary>
    public IReadOnlyList<double> Quantiles { get; init; } = Original;

    /// <summary>Examples of each bin. The default value is 3.</summary>
    public int Examples { get; init; } = 3;

    /// <exception cref="AnalysisException">The quantiles do not rise, or one is outside 0 to 1.</exception>
    internal void Check()
    {
        if (
            Quantiles.Count == 0
            || Quantiles.Any(q => q is not (> 0 and < 1))
            || Quantiles.Zip(Quantiles.Skip(1)).Any(pair => pair.First >= pair.Second)
        )
            throw new AnalysisException("quantiles rise and lie between 0 and 1, such as 0.1,0.25,0.5,0.75,0.9.");
    }
}
