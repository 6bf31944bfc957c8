namespace FluxEntropy.Metrics;

/// <summary>A metric as it is asked for: a metric itself, or the square root or the normalised form of one.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="SquareRoot">Suffix <c>.sqrt</c>.</param>
/// <param name="Normalized">Suffix <c>.norm</c>: divided by ln V, the entropy of the uniform distribution.</param>
public readonly record struct MetricView(string Metric, bool SquareRoot, bool Normalized)
{
    private const string SquareRootSuffix = ".sqrt";
    private const string NormalizedSuffix = ".norm";

    /// <summary>
    /// Reads a name such as <c>entropy.mean</c> or <c>varentropy.mean.sqrt</c>; whether there is such a metric is for others
    /// to say.
    /// </summary>
    public static MetricView Parse(string name) =>
        name.EndsWith(SquareRootSuffix, StringComparison.Ordinal)
            ? new MetricView(name[..^SquareRootSuffix.Length], SquareRoot: true, Normalized: false)
        : name.EndsWith(NormalizedSuffix, StringComparison.Ordinal)
            ? new MetricView(name[..^NormalizedSuffix.Length], SquareRoot: false, Normalized: true)
        : new MetricView(name, SquareRoot: false, Normalized: false);

    /// <summary>Whether a name is that of a view and not of a metric itself.</summary>
    public static bool IsView(string name) => Parse(name) is { SquareRoot: true } or { Normalized: true };

    /// <summary>The viewed value of a metric's value.</summary>
    public double Of(double value, int vocabularySize) =>
        SquareRoot ? Math.Sqrt(value)
        : Normalized ? value / Math.Log(vocabularySize)
        : value;
}
