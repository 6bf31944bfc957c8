namespace FluxEntropy.Metrics;

/// <summary>A metric as it is asked for: a column of the catalog, or the square root or the normalised form of one.</summary>
/// <param name="Column">Index in <see cref="MetricCatalog.Names"/>.</param>
/// <param name="SquareRoot">Suffix <c>.sqrt</c>.</param>
/// <param name="Normalized">Suffix <c>.norm</c>: divided by ln V, the entropy of the uniform distribution.</param>
public readonly record struct MetricView(int Column, bool SquareRoot, bool Normalized)
{
    private const string SquareRootSuffix = ".sqrt";
    private const string NormalizedSuffix = ".norm";

    /// <summary>Finds a metric by name, such as <c>entropy.mean</c> or <c>varentropy.mean.sqrt</c>; null where there is none.</summary>
    public static MetricView? Find(string name)
    {
        var squareRoot = name.EndsWith(SquareRootSuffix, StringComparison.Ordinal);
        var normalized = name.EndsWith(NormalizedSuffix, StringComparison.Ordinal);
        var stem =
            squareRoot ? name[..^SquareRootSuffix.Length]
            : normalized ? name[..^NormalizedSuffix.Length]
            : name;
        var column = MetricCatalog.IndexOf(stem);
        return column < 0 ? null : new MetricView(column, squareRoot, normalized);
    }

    /// <summary>The viewed value of a column's value.</summary>
    public double Of(double value, int vocabularySize) =>
        SquareRoot ? Math.Sqrt(value)
        : Normalized ? value / Math.Log(vocabularySize)
        : value;
}
