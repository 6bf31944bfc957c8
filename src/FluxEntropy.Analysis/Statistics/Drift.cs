namespace FluxEntropy.Analysis.Statistics;

/// <summary>How far two samples of one quantity lie apart.</summary>
/// <param name="KsD">Largest difference of the two distribution functions (Kolmogorov and Smirnov).</param>
/// <param name="KsP">
/// Asymptotic p with Stephens' correction for small samples ("Use of the Kolmogorov-Smirnov … Statistics", 1970); for
/// continuous values.
/// </param>
/// <param name="Psi">
/// Population stability index over the quantile bins of the first sample, Σ (q − p)·ln(q / p); by a common rule below
/// 0.1 is stable, above 0.25 a shift.
/// </param>
/// <param name="Bins">Bins of it.</param>
public sealed record Drift(double KsD, double KsP, double Psi, int Bins)
{
    // An empty bin counts as half a row: its logarithm would have no end.
    private const double Empty = 0.5;

    /// <summary>Compares two samples.</summary>
    public static Drift Of(double[] before, double[] after, int bins = 10)
    {
        double[] first = [.. before.Order()],
            second = [.. after.Order()];
        var d = Distance(first, second);
        var edges = Enumerable
            .Range(1, bins - 1)
            .Select(i => Summary.Quantile(first, (double)i / bins))
            .Distinct()
            .ToArray();
        var (p, q) = (Shares(first, edges), Shares(second, edges));
        return new Drift(
            d,
            Tail(d, first.Length, second.Length),
            p.Zip(q, (one, other) => (other - one) * Math.Log(other / one)).Sum(),
            edges.Length + 1
        );
    }

    private static double Distance(double[] first, double[] second)
    {
        var (i, j, d) = (0, 0, 0.0);
        while (i < first.Length && j < second.Length)
        {
            var value = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= value)
                i++;
            while (j < second.Length && second[j] <= value)
                j++;
            d = Math.Max(d, Math.Abs((double)i / first.Length - (double)j / second.Length));
        }
        return d;
    }

    // 2·Σ (−1)^(k−1)·e^(−2k²λ²)
    private static double Tail(double d, int n, int m)
    {
        var root = Math.Sqrt(n * (double)m / (n + (double)m));
        var lambda = (root + 0.12 + 0.11 / root) * d;
        if (lambda < 0.2)
            return 1; // the series has not begun to converge, and its sum is 1 to all digits
        var sum = 0.0;
        for (var k = 1; k <= 100; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * lambda * lambda);
        return Math.Clamp(sum, 0, 1);
    }

    private static double[] Shares(double[] sorted, double[] edges)
    {
        var counts = new double[edges.Length + 1];
        foreach (var value in sorted)
            counts[Buckets.Of(value, edges)]++;
        return [.. counts.Select(count => Math.Max(count, Empty) / sorted.Length)];
    }
}
