using FluxEntropy.Analysis.Pictures;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Bins;

/// <summary>Histograms of metrics.</summary>
internal static class DistributionPictures
{
    private const int MaxOthers = 12;

    /// <summary>The metric that is cut, with the boundaries of its bins.</summary>
    public static Picture WithBoundaries(BinsFindings f)
    {
        var plot = Plots.Of(null, MetricLabel.Of(f.Metrics[0]), "texts");
        var top = HistogramBars.Add(plot, f.Sorted, Colours.Of(0), out var low, out var high);
        for (var i = 0; i < f.Boundaries.Length; i++)
        {
            plot.Line([f.Boundaries[i], f.Boundaries[i]], [0, top * 1.04], Colours.Of(1), 1.5f);
            plot.Write(
                Invariant($"{f.Options.Quantiles[i] * 100:0.##}%"),
                f.Boundaries[i],
                top * (i % 2 == 0 ? 1.07 : 1.13),
                Colours.Of(1),
                Alignment.MiddleCenter,
                11
            );
        }
        plot.Axes.SetLimits(low, high, 0, top * 1.2);
        return new Picture(
            "distribution",
            $"{f.Metrics[0]} of {f.Sorted.Length:N0} texts, and the boundaries of the bins.",
            [plot]
        )
        {
            Height = 380,
        };
    }

    /// <summary>A panel for each of the other metrics.</summary>
    public static Picture OtherMetrics(BinsFindings f)
    {
        var panels = f.Metrics.Skip(1).Take(MaxOthers).Select(metric => Panel(metric, f.Values[metric])).ToArray();
        var columns = Math.Min(3, panels.Length);
        return new Picture("metrics", "The other metrics.", panels)
        {
            Columns = columns,
            Width = 320 * columns,
            Height = 220 * ((panels.Length + columns - 1) / columns),
        };
    }

    private static Plot Panel(string metric, double[] values)
    {
        var plot = Plots.Of(null, MetricLabel.Of(metric), "texts");
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        var top = HistogramBars.Add(plot, sorted, Colours.Soft, out var low, out var high);
        plot.Axes.SetLimits(low, high, 0, top * 1.1);
        return plot;
    }
}
