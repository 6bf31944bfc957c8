using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Share of right answers by quantile bin of each metric.</summary>
internal static class QuantileBinsPicture
{
    public static IEnumerable<Picture> Of(EvaluationFindings f)
    {
        var shown = MetricPanels.MetricsOf(f).Where(metric => metric.Bins is not null).ToArray();
        // One axis for all panels, from 0 on: what looks different is different.
        var top = shown
            .SelectMany(metric => metric.Bins!.Table)
            .Select(row => Wilson(row[1] / (double)row.Sum(), row.Sum()).High)
            .DefaultIfEmpty(1)
            .Max();
        top = Math.Min(1, Math.Ceiling(10 * top) / 10);
        return MetricPanels.Of(
            "bins",
            "Share of right answers in each quantile bin with Wilson's interval of 95%; the dashed line is the share over all."
                + MetricPanels.Roots(f),
            shown.Select(metric => Panel(metric, top))
        );
    }

    private static Panel Panel(MetricFindings metric, double top)
    {
        var bins = metric.Bins!;
        var plot = Plots.Of(
            $"p of χ²: {ReportText.ShortP(bins.P)}, of the trend: {ReportText.ShortP(metric.Trend!.Value.P)}",
            $"{MetricLabel.Of(metric.Name)}, bin 1: lowest",
            "share right"
        );
        var shares = bins.Table.Select(row => (Share: row[1] / (double)row.Sum(), N: row.Sum())).ToArray();
        for (var i = 0; i < shares.Length; i++)
        {
            var (low, high) = Wilson(shares[i].Share, shares[i].N);
            plot.Line([i + 1, i + 1], [low, high], MetricPanels.Right, 2);
        }
        double[] x = [.. Enumerable.Range(1, shares.Length).Select(i => (double)i)];
        plot.Points(x, [.. shares.Select(share => share.Share)], MetricPanels.Right, 9);
        var all = bins.Table.Sum(row => row[1]) / (double)bins.Table.Sum(row => row.Sum());
        plot.Line([0.5, shares.Length + 0.5], [all, all], Colours.Soft, 1, LinePattern.Dashed);
        plot.Limit(0.5, shares.Length + 0.5, 0, top);
        if (shares.Length <= 20)
            plot.NamesBelow = [.. x.Select(i => (i, Invariant($"{i}")))];
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
