namespace FluxEntropy.Analysis.Statistics;

/// <summary>Two samples compared; NaN where one has too few values or nothing varies.</summary>
/// <param name="CohensD">Difference of the means in pooled standard deviations.</param>
/// <param name="WelchT">Welch's t.</param>
/// <param name="WelchP">Two-sided.</param>
/// <param name="MannWhitneyU">U of the first sample.</param>
/// <param name="MannWhitneyP">Two-sided, normal approximation with corrections for ties and continuity.</param>
public sealed record TwoSamples(double CohensD, double WelchT, double WelchP, double MannWhitneyU, double MannWhitneyP)
{
    /// <summary>Compares a first sample with a second.</summary>
    public static TwoSamples Of(double[] first, double[] second)
    {
        var (n1, n2) = ((double)first.Length, (double)second.Length);
        var (m1, m2) = (first.Average(), second.Average());
        var (s1, s2) = (
            first.Sum(value => (value - m1) * (value - m1)),
            second.Sum(value => (value - m2) * (value - m2))
        );
        var (v1, v2) = (s1 / (n1 - 1) / n1, s2 / (n2 - 1) / n2);
        var t = (m1 - m2) / Math.Sqrt(v1 + v2);
        var df = (v1 + v2) * (v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1));
        var (u, p) = MannWhitney(first, second);
        return new TwoSamples(
            (m1 - m2) / Math.Sqrt((s1 + s2) / (n1 + n2 - 2)),
            t,
            double.IsNaN(t) ? double.NaN : Tails.Student(t, df),
            u,
            p
        );
    }

    private static (double U, double P) MannWhitney(double[] first, double[] second)
    {
        var (n1, n2) = ((double)first.Length, (double)second.Length);
        double[] all = [.. first, .. second];
        var u = Ranks.Average(all).Take(first.Length).Sum() - n1 * (n1 + 1) / 2;
        var n = n1 + n2;
        var ties = Ranks.Ties(all).Sum(t => t * (t * (double)t - 1));
        var deviation = Math.Sqrt(n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1))));
        var z = (Math.Max(u, n1 * n2 - u) - n1 * n2 / 2 - 0.5) / deviation;
        return (u, deviation == 0 ? double.NaN : Math.Min(1, z < 0 ? 2 - Tails.Normal(z) : Tails.Normal(z)));
    }
}
