namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// A coefficient with its two-sided p value; both NaN where one of the samples is constant or has fewer than two
/// values.
/// </summary>
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
    /// Kendall's τ-b. Without ties p is exact where n ≤ 33 or at most one pair disagrees (Kendall, "Rank Correlation
    /// Methods", 1970); otherwise it is the normal approximation with its variance for ties.
    /// </summary>
    public static Correlation Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        x.Count < 2 || IsConstant(x) || IsConstant(y) ? None : KendallTau.Of(x, y);

    private static double StudentP(double r, int n) =>
        Math.Abs(r) == 1 ? 0 : Tails.Student(r * Math.Sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);

    private static bool IsConstant(IReadOnlyList<double> values) => values.All(value => value == values[0]);
}
