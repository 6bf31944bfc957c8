namespace FluxEntropy.Analysis.Statistics;

/// <summary>Kendall's τ-b.</summary>
internal static class KendallTau
{
    private const int MaxExact = 33; // values up to which p is exact, as in SciPy

    /// <param name="x">At least two values, not all equal.</param>
    /// <param name="y">As many, not all equal.</param>
    public static Correlation Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var n = x.Count;
        var pairs = n * (n - 1L) / 2;
        var discordant = DiscordantPairs.Count(x, y, out var bothTied);
        var (tiesX, tiesY) = (Ranks.Ties(x).ToArray(), Ranks.Ties(y).ToArray());
        var (tiedX, tiedY) = (Sum(tiesX, t => t * (t - 1) / 2), Sum(tiesY, t => t * (t - 1) / 2));
        var concordantLessDiscordant = pairs - tiedX - tiedY + bothTied - 2.0 * discordant;
        var tau = Math.Clamp(concordantLessDiscordant / Math.Sqrt(pairs - tiedX) / Math.Sqrt(pairs - tiedY), -1, 1);
        var fewer = (long)Math.Min(discordant, pairs - discordant);
        if (tiedX == 0 && tiedY == 0 && (n <= MaxExact || fewer <= 1))
            return new Correlation(tau, ExactP(n, fewer));

        // The variance of the difference, with ties.
        var m = n * (n - 1.0);
        var (x0, y0) = (Sum(tiesX, t => t * (t - 1) * (t - 2)), Sum(tiesY, t => t * (t - 1) * (t - 2)));
        var (x1, y1) = (Sum(tiesX, t => t * (t - 1) * (2 * t + 5)), Sum(tiesY, t => t * (t - 1) * (2 * t + 5)));
        var variance =
            (m * (2 * n + 5) - x1 - y1) / 18 + 2 * tiedX * tiedY / m + (n > 2 ? x0 * y0 / (9 * m * (n - 2)) : 0);
        return new Correlation(tau, Tails.Normal(concordantLessDiscordant / Math.Sqrt(variance)));
    }

    private static double Sum(long[] ties, Func<double, double> of) => ties.Sum(t => of(t));

    // Twice the share of permutations of n with at most c exchanges.
    private static double ExactP(int n, long c)
    {
        if (n == 1)
            return 1;
        if (c == 0)
            return n > 170 ? 0 : 2 / Factorial(n);
        if (c == 1)
            return n > 171 ? 0 : 2 / Factorial(n - 1);
        if (4 * c == n * (n - 1L))
            return 1;
        var counts = new double[c + 1];
        counts[0] = counts[1] = 1;
        for (var j = 3; j <= n; j++)
        {
            for (var i = 1; i <= c; i++)
                counts[i] += counts[i - 1];
            for (var i = c; i >= j; i--)
                counts[i] -= counts[i - j];
        }
        return Math.Clamp(2 * counts.Sum() / Factorial(n), 0, 1);
    }

    private static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (product, i) => product * i);
}
