namespace FluxEntropy.Benchmarks.Figures;

/// <summary>The median of several values, with the smallest and the largest.</summary>
public sealed record Spread(double Median, double Min, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var (low, high) = (sorted[(sorted.Count - 1) / 2], sorted[sorted.Count / 2]);
        return new((low + high) / 2, sorted[0], sorted[^1]);
    }
}
