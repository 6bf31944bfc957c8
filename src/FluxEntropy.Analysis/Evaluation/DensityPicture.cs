using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using MathNet.Numerics.Statistics;
using ScottPlot;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Densities of metrics over right and over wrong answers.</summary>
internal static class DensityPicture
{
    private const int Points = 160;

    public static IEnumerable<Picture> Of(EvaluationFindings f) =>
        MetricPanels.Of(
            "densities",
            "Density of each metric over right and wrong answers (Gaussian kernel, Silverman's width).",
            MetricPanels.MetricsOf(f).Select(Panel)
        );

    private static Plot Panel(MetricFindings metric)
    {
        var plot = Plots.Of(null, MetricLabel.Of(metric.Name), "density");
        var sorted = metric.Values.Order().ToArray();
        var (low, high) = (Summary.Quantile(sorted, 0.001), Summary.Quantile(sorted, 0.999));
        double[] x = [.. Enumerable.Range(0, Points).Select(i => low + (high - low) * i / (Points - 1))];
        var right = Draw(plot, x, metric.Right, MetricPanels.Right);
        var wrong = Draw(plot, x, metric.Wrong, MetricPanels.Wrong);
        var top = Math.Max(right.Y, wrong.Y);
        plot.Axes.SetLimits(low, high, 0, top * 1.25);
        // Each name stands beside its peak, on the side away from the other's.
        var isRightFirst = right.X <= wrong.X;
        var (before, after) = (Alignment.LowerRight, Alignment.LowerLeft);
        Name("right", right, MetricPanels.Right, isRightFirst ? before : after);
        Name("wrong", wrong, MetricPanels.Wrong, isRightFirst ? after : before);
        return plot;

        void Name(string name, (double X, double Y) peak, Color colour, Alignment alignment) =>
            plot.Write(name, peak.X, peak.Y + top * 0.04, colour, alignment, 13, 2);
    }

    // Draws a density; returns its peak.
    private static (double X, double Y) Draw(Plot plot, double[] x, double[] values, Color colour)
    {
        var width = Silverman(values);
        double[] y = [.. x.Select(value => KernelDensity.EstimateGaussian(value, width, values))];
        plot.Line(x, y, colour, 2.5f);
        return (x[Array.IndexOf(y, y.Max())], y.Max());
    }

    // 0.9·min(s, IQR / 1.34)·n^−1/5 (Silverman, "Density Estimation", 1986).
    private static double Silverman(double[] values)
    {
        var summary = Summary.Of(values);
        var spread =
            summary.Q75 > summary.Q25
                ? Math.Min(summary.StdDdof1, (summary.Q75 - summary.Q25) / 1.34)
                : summary.StdDdof1;
        return spread > 0
            ? 0.9 * spread * Math.Pow(values.Length, -0.2)
            : Math.Max(1e-6, Math.Abs(summary.Mean) * 1e-3);
    }
}
