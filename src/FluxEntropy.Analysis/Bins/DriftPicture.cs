using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using ScottPlot;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The distribution functions of one metric in two tables.</summary>
internal static class DriftPicture
{
    public static Picture Of(BinsFindings f, string later, double[] laterValues)
    {
        double[] second = [.. laterValues.Order()];
        var plot = Plots.Of(null, MetricLabel.Of(f.Metrics[0]), "share of texts at most so high");
        double[] shares = [.. Enumerable.Range(0, 201).Select(i => i / 200.0)];
        foreach (var (sorted, colour) in new[] { (f.Sorted, Colours.Of(0)), (second, Colours.Of(1)) })
            plot.Line([.. shares.Select(share => Summary.Quantile(sorted, share))], shares, colour, 2.5f);
        var (one, other) = (HistogramBars.RangeOf(f.Sorted), HistogramBars.RangeOf(second));
        var (low, high) = (Math.Min(one.Low, other.Low), Math.Max(one.High, other.High));
        plot.Limit(low, high, 0, 1);
        // The curve on the left is named to its left, near the top; the other to its right, near the bottom.
        var isFirstLeft = Summary.Quantile(f.Sorted, 0.5) <= Summary.Quantile(second, 0.5);
        Name(plot, f.Name, f.Sorted, Colours.Of(0), isFirstLeft);
        Name(plot, later, second, Colours.Of(1), !isFirstLeft);
        var outside = f.Sorted.Concat(second).Count(value => value < low || value > high);
        return new Picture(
            "drift",
            $"Distribution functions of {f.Metrics[0]}." + HistogramBars.Said(outside, f.Sorted.Length + second.Length),
            [plot]
        )
        {
            Height = 380,
        };
    }

    private static void Name(Panel plot, string name, double[] sorted, Color colour, bool isLeft)
    {
        var share = isLeft ? 0.72 : 0.28;
        plot.Words.Add(
            new Word(name, Summary.Quantile(sorted, share), share, Colours.InkOf(colour))
            {
                Alignment = isLeft ? Alignment.MiddleRight : Alignment.MiddleLeft,
                Size = 13,
                Offset = 16,
                HasGround = true,
            }
        );
    }
}
