using FluxEntropy.Analysis.Pictures;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Bins;

/// <summary>Histograms of metrics.</summary>
internal static class DistributionPictures
{
    private const int MaxOthers = 12;
    private const double BoundaryWidth = 0.055; // share of the axis that a boundary's name takes
    private const double RowHeight = 0.075; // share of the tallest bar that a row of names takes

    /// <summary>The metric that is cut, with the boundaries of its bins.</summary>
    public static Picture WithBoundaries(BinsFindings f)
    {
        var plot = Plots.Of(null, MetricLabel.Of(f.Metrics[0]), "texts");
        var bars = HistogramBars.Add(plot, f.Sorted, Colours.Of(0));
        var rows = new List<double>(); // where the last name of each row ends
        for (var i = 0; i < f.Boundaries.Length; i++)
        {
            var (boundary, half) = (f.Boundaries[i], BoundaryWidth * (bars.High - bars.Low) / 2);
            if (boundary < bars.Low || boundary > bars.High)
                continue;
            var row = rows.FindIndex(end => end <= boundary - half);
            if (row < 0)
            {
                row = rows.Count;
                rows.Add(0);
            }
            rows[row] = boundary + half;
            var y = bars.Top * (1.06 + RowHeight * row);
            plot.Line([boundary, boundary], [0, y - bars.Top * RowHeight / 2], Colours.Of(1), 1.5f);
            plot.Words.Add(
                new Word(Invariant($"{f.Options.Quantiles[i] * 100:0.##}%"), boundary, y, Colours.InkOf(Colours.Of(1)))
                {
                    Alignment = Alignment.MiddleCenter,
                    Size = 11,
                    HasGround = true,
                }
            );
        }
        plot.Limit(bars.Low, bars.High, 0, bars.Top * (1.06 + RowHeight * Math.Max(1, rows.Count)));
        return new Picture(
            "distribution",
            $"{f.Metrics[0]} of {f.Sorted.Length:N0} texts, and the boundaries of the bins."
                + HistogramBars.Said(bars.Outside, f.Sorted.Length),
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
        var isTrimmed = panels.Any(panel => panel.Outside > 0);
        return new Picture(
            "metrics",
            "The other metrics, each on an axis of its own."
                + (isTrimmed ? " The middle 99.6% of each is drawn; tables/metrics.csv has the ends." : ""),
            [.. panels.Select(panel => panel.Plot)]
        )
        {
            Columns = columns,
            Width = 320 * columns,
            Height = 220 * ((panels.Length + columns - 1) / columns),
        };
    }

    private static (Panel Plot, int Outside) Panel(string metric, double[] values)
    {
        var plot = Plots.Of(null, MetricLabel.Of(metric), "texts");
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        var bars = HistogramBars.Add(plot, sorted, Colours.Soft);
        plot.Limit(bars.Low, bars.High, 0, bars.Top * 1.1);
        return (plot, bars.Outside);
    }
}
