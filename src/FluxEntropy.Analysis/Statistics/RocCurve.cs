namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// How well a score tells true from false outcomes: the area under the curve, with DeLong's standard error.
/// </summary>
/// <param name="Auc">Probability that a true outcome scores above a false one, ties counting half.</param>
/// <param name="StandardError">
/// DeLong, DeLong and Clarke-Pearson, "Comparing the Areas under Two or More Correlated ROC Curves" (1988); NaN with
/// fewer than two of a class.
/// </param>
/// <param name="Points">False-positive and true-positive rates as the threshold falls, from (0, 0) to (1, 1).</param>
public sealed record RocCurve(
    double Auc,
    double StandardError,
    IReadOnlyList<(double FalsePositives, double TruePositives)> Points
)
{
    /// <summary>Interval of 95% by the normal approximation, cut off at 0 and 1.</summary>
    public (double Low, double High) Interval =>
        (
            Math.Max(0, Auc - LogisticRegression.Z95 * StandardError),
            Math.Min(1, Auc + LogisticRegression.Z95 * StandardError)
        );

    /// <summary>The curve of scores.</summary>
    /// <exception cref="StatisticsException">There is one class only.</exception>
    public static RocCurve Of(IReadOnlyList<double> scores, IReadOnlyList<bool> outcomes)
    {
        var positives = scores.Where((_, i) => outcomes[i]).ToArray();
        var negatives = scores.Where((_, i) => !outcomes[i]).ToArray();
        if (positives.Length == 0 || negatives.Length == 0)
            throw new StatisticsException(
                $"all {outcomes.Count} outcomes are {(positives.Length > 0 ? "true" : "false")}: a curve needs both."
            );
        double[] ordered = [.. positives, .. negatives];
        var all = Ranks.Average(ordered);
        var (own1, own0) = (Ranks.Average(positives), Ranks.Average(negatives));
        var (n1, n0) = (positives.Length, negatives.Length);
        var above = own1.Select((rank, i) => (all[i] - rank) / n0).ToArray(); // share of the negatives that each positive scores above
        var below = own0.Select((rank, i) => 1 - (all[n1 + i] - rank) / n1).ToArray();
        return new RocCurve(
            above.Average(),
            Math.Sqrt(Variance(above) / n1 + Variance(below) / n0),
            Curve(scores, outcomes, n1, n0)
        );
    }

    private static List<(double, double)> Curve(
        IReadOnlyList<double> scores,
        IReadOnlyList<bool> outcomes,
        double positives,
        double negatives
    )
    {
        var points = new List<(double, double)> { (0, 0) };
        var (hits, alarms) = (0, 0);
        foreach (
            var group in Enumerable.Range(0, scores.Count).GroupBy(i => scores[i]).OrderByDescending(group => group.Key)
        )
        {
            hits += group.Count(i => outcomes[i]);
            alarms += group.Count(i => !outcomes[i]);
            points.Add((alarms / negatives, hits / positives));
        }
        return points;
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
