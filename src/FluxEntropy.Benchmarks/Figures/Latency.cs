namespace FluxEntropy.Benchmarks.Figures;

/// <summary>Response times, in milliseconds.</summary>
public sealed record Latency(double P50, double P99, double Max)
{
    public static Latency Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Latency(sorted[sorted.Length / 2], sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1], sorted[^1]);
    }
}
