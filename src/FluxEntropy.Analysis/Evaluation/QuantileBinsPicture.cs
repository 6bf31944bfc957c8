using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Share of right answers by quantile bin of each metric.</summary>
internal static class QuantileBinsPicture
{
    public static IEnumerable<Picture> Of(EvaluationFindings f) =>
        MetricPanels.Of(
            "bins",
            "Share of right answers in each quantile bin with Wilson's interval of 95%; the dashed line is the share over all.",
            MetricPanels.MetricsOf(f).Where(metric => metric.Bins is not null).Select(Panel)
        );

    private static Plot Panel(MetricFindings metric)
    {
        var bins = metric.Bins!;
        var plot = Plots.Of(
            Invariant($"χ² p = {bins.P:0.###}, trend p = {metric.Trend!.Value.P:0.###}"),
            $"{MetricLabel.Of(metric.Name)}, bin 1: lowest",
            "share right"
        );
        var shares = bins.Table.Select(row => (Share: row[1] / (double)row.Sum(), N: row.Sum())).ToArray();
        var (low, high) = (1.0, 0.0);
        for (var i = 0; i < shares.Length; i++)
        {
            var (bottom, top) = Wilson(shares[i].Share, shares[i].N);
            plot.Line([i + 1, i + 1], [bottom, top], MetricPanels.Right, 2);
            (low, high) = (Math.Min(low, bottom), Math.Max(high, top));
        }
        double[] x = [.. Enumerable.Range(1, shares.Length).Select(i => (double)i)];
        plot.Points(x, [.. shares.Select(share => share.Share)], MetricPanels.Right, 9);
        var all = bins.Table.Sum(row => row[1]) / (double)bins.Table.Sum(row => row.Sum());
        plot.Line([0.5, shares.Length + 0.5], [all, all], Colours.Soft, 1, LinePattern.Dashed);
        plot.Axes.SetLimits(0.5, shares.Length + 0.5, Math.Max(0, low - 0.02), Math.Min(1, high + 0.02));
        plot.Axes.Bottom.SetTicks(x, [.. x.Select(i => Invariant($"{i}"))]);
        return plot;
    }

    // Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927).
    private static (double Low, double High) Wilson(double share, int n)
    {
        const double z = LogisticRegression.Z95;
        var centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
        return (centre - half, centre + half);
    }
}
