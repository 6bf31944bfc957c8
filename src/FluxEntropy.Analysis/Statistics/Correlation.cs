namespace FluxEntropy.Analysis.Statistics;

/// <summary>A coefficient with its two-sided p value; both NaN where one of the samples is constant or has fewer than two values.</summary>
public readonly record struct Correlation(double R, double P)
{
    private static readonly Correlation None = new(double.NaN, double.NaN);

    /// <summary>Pearson's r; p by Student's t with n − 2 degrees of freedom.</summary>
    public static Correlation Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }
        if (x.Count < 2 || IsConstant(x) || IsConstant(y))
            return None;
        var r = Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
        return new Correlation(r, x.Count == 2 ? 1 : StudentP(r, x.Count));
    }

    /// <summary>Spearman's ρ: Pearson's r of average ranks.</summary>
    public static Correlation Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        Pearson(Ranks.Average(x), Ranks.Average(y));

    /// <summary>
    /// Kendall's τ-b. p is exact without ties where n ≤ 33 or hardly a pair disagrees (Kendall, "Rank Correlation Methods", 1970), else by the
    /// normal approximation with its variance for ties.
    /// </summary>
    public static Correlation Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var n = x.Count;
        if (n < 2 || IsConstant(x) || IsConstant(y))
            return None;
        var pairs = n * (n - 1L) / 2;
        var discordant = Discordant(x, y, out var bothTied);
        var (tiesX, tiesY) = (Ranks.Ties(x).ToArray(), Ranks.Ties(y).ToArray());
        static double Pairs(long[] ties) => ties.Sum(t => t * (t - 1.0) / 2);
        var (tiedX, tiedY) = (Pairs(tiesX), Pairs(tiesY));
        var concordantLessDiscordant = pairs - tiedX - tiedY + bothTied - 2.0 * discordant;
        var tau = Math.Clamp(concordantLessDiscordant / Math.Sqrt(pairs - tiedX) / Math.Sqrt(pairs - tiedY), -1, 1);
        if (tiedX == 0 && tiedY == 0 && (n <= 33 || Math.Min(discordant, pairs - discordant) <= 1))
            return new Correlation(tau, KendallExact(n, (long)Math.Min(discordant, pairs - discordant)));

        static double Sum(long[] ties, Func<double, double> of) => ties.Sum(t => of(t));
        var m = n * (n - 1.0);
        var (x0, y0) = (Sum(tiesX, t => t * (t - 1) * (t - 2)), Sum(tiesY, t => t * (t - 1) * (t - 2)));
        var (x1, y1) = (Sum(tiesX, t => t * (t - 1) * (2 * t + 5)), Sum(tiesY, t => t * (t - 1) * (2 * t + 5)));
        var variance =
            (m * (2 * n + 5) - x1 - y1) / 18 + 2 * tiedX * tiedY / m + (n > 2 ? x0 * y0 / (9 * m * (n - 2)) : 0);
        return new Correlation(tau, Tails.Normal(concordantLessDiscordant / Math.Sqrt(variance)));
    }

    private static double StudentP(double r, int n) =>
        Math.Abs(r) == 1 ? 0 : Tails.Student(r * Math.Sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);

    private static bool IsConstant(IReadOnlyList<double> values) => values.All(value => value == values[0]);

    // Pairs that the two order differently, by counting exchanges of a merge sort (Knight, 1966).
    private static long Discordant(IReadOnlyList<double> x, IReadOnlyList<double> y, out double bothTied)
    {
        var order = Enumerable.Range(0, x.Count).OrderBy(i => x[i]).ThenBy(i => y[i]).ToArray();
        bothTied = order.GroupBy(i => (x[i], y[i])).Sum(group => group.LongCount() * (group.LongCount() - 1) / 2.0);
        var values = order.Select(i => y[i]).ToArray();
        return Exchanges(values, new double[values.Length], 0, values.Length);
    }

    private static long Exchanges(double[] values, double[] buffer, int from, int to)
    {
        if (to - from < 2)
            return 0;
        var middle = (from + to) / 2;
        var exchanges = Exchanges(values, buffer, from, middle) + Exchanges(values, buffer, middle, to);
        var (left, right) = (from, middle);
        for (var i = from; i < to; i++)
        {
            if (right == to || (left < middle && values[left] <= values[right]))
            {
                buffer[i] = values[left++];
            }
            else
            {
                exchanges += middle - left;
                buffer[i] = values[right++];
            }
        }
        Array.Copy(buffer, from, values, from, to - from);
        return exchanges;
    }

    // Twice the share of permutations of n with at most c exchanges.
    private static double KendallExact(int n, long c)
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
