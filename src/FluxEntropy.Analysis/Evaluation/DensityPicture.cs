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
            "Density of each metric over right (solid) and wrong (dashed) answers (Gaussian kernel, Silverman's width)"
                + ", between its 0.1% and 99.9% quantiles."
                + MetricPanels.Roots(f),
            MetricPanels.MetricsOf(f).Select(Panel)
        );

    private static Panel Panel(MetricFindings metric)
    {
        var plot = Plots.Of(null, MetricLabel.Of(metric.Name), "density");
        var sorted = metric.Values.Order().ToArray();
        var (low, high) = (Summary.Quantile(sorted, 0.001), Summary.Quantile(sorted, 0.999));
        double[] x = [.. Enumerable.Range(0, Points).Select(i => low + (high - low) * i / (Points - 1))];
        var right = Draw(plot, x, metric.Right, MetricPanels.Right, LinePattern.Solid);
        var wrong = Draw(plot, x, metric.Wrong, MetricPanels.Wrong, LinePattern.Dashed);
        var top = Math.Max(right, wrong);
        plot.Limit(low, high, 0, top * 1.25);
        // Above both curves, wherever their peaks are.
        Name("right", 0.02, MetricPanels.Right, Alignment.MiddleLeft);
        Name("wrong", 0.98, MetricPanels.Wrong, Alignment.MiddleRight);
        return plot;

        void Name(string name, double share, Color colour, Alignment alignment) =>
            plot.Words.Add(
                new Word(name, low + share * (high - low), top * 1.15, Colours.InkOf(colour))
                {
                    Alignment = alignment,
                    Size = 13,
                    Offset = 0,
                    HasGround = true,
                }
            );
    }

    // Draws a density; returns the height of its peak.
    private static double Draw(Plot plot, double[] x, double[] values, Color colour, LinePattern pattern)
    {
        var width = Silverman(values);
        double[] y = [.. x.Select(value => KernelDensity.EstimateGaussian(value, width, values))];
        plot.Line(x, y, colour, 2.5f, pattern);
        return y.Max();
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
