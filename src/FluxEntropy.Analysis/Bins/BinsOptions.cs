namespace FluxEntropy.Analysis.Bins;

/// <summary>How a table of scores is cut into bins.</summary>
public sealed record BinsOptions
{
    /// <summary>Quantiles at which the original project cut.</summary>
    public static readonly IReadOnlyList<double> Original = [0.10, 0.25, 0.50, 0.75, 0.90];

    /// <summary>Metrics, the first of which is cut; null for all that the table is known to hold.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>Quantiles at which to cut, rising, between 0 and 1. The default value is <see cref="Original"/>.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = Original;

    /// <summary>Examples of each bin. The default value is 3.</summary>
    public int Examples { get; init; } = 3;
}
