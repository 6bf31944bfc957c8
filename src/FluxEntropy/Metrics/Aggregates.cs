namespace FluxEntropy.Metrics;

/// <summary>Sums in float64, in order, so that a document's value never depends on how its tokens were batched.</summary>
internal static class Aggregates
{
    internal static double Sum(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    internal static double Mean(ReadOnlySpan<float> values) => Sum(values) / values.Length;

    internal static double Mean(ReadOnlySpan<int> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        var sum = 0L;
        foreach (var value in values)
            sum += value;
        return (double)sum / values.Length;
    }

    internal static double Max(ReadOnlySpan<float> values)
    {
        var max = double.NaN;
        foreach (var value in values)
            max = value <= max ? max : value;
        return max;
    }

    /// <summary>Standard deviation of the values themselves (divisor n).</summary>
    internal static double Deviation(ReadOnlySpan<float> values)
    {
        var (mean, squares) = (Mean(values), 0.0);
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / values.Length);
    }
}
