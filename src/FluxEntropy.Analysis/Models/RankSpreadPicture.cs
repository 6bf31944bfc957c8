using FluxEntropy.Analysis.Pictures;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>How far models disagree about ranks.</summary>
internal static class RankSpreadPicture
{
    /// <summary>Spread of ranks by tenth, over the band that a bounded scale alone would show.</summary>
    public static Picture Of(ModelsFindings f)
    {
        var plot = Plots.Of(
            null,
            $"tenth of the texts by {DirectionRuns.Isolated(f.By)} (1: highest)",
            "mean standard deviation of ranks between models"
        );
        var tenths = f.Spread.Where(decile => decile.N > 0 && double.IsFinite(decile.MeanSdDdof1)).ToArray();
        double[] x = [.. tenths.Select(decile => (double)decile.Decile)];
        double[] y = [.. tenths.Select(decile => decile.MeanSdDdof1)];
        double[] At(double[] values) => [.. tenths.Select(decile => values[decile.Decile - 1])];
        if (At(f.Null.Low).All(double.IsFinite))
        {
            var band = plot.Add.FillY(x, At(f.Null.Low), At(f.Null.High));
            (band.FillColor, band.LineWidth, band.MarkerSize) = (Colours.Line, 0, 0);
            plot.Line(x, At(f.Null.Mean), Colours.Soft, 1.5f, LinePattern.Dashed);
        }
        plot.Line(x, y, Colours.Of(0), 2.5f);
        plot.Points(x, y, Colours.Of(0), 8);
        var top = Math.Max(y.Max(), f.Null.High.Where(double.IsFinite).DefaultIfEmpty(0).Max());
        plot.Limit(0.7, 10.3, 0, top * 1.08);
        plot.NamesBelow = [.. x.Select(tenth => (tenth, Invariant($"{tenth}")))];
        plot.Ends =
        [
            new("measured", x[^1], y[^1], 0),
            new("bounded scale alone", x[^1], At(f.Null.Mean)[^1], 0) { Colour = Colours.Soft },
        ];
        return new Picture(
            "spread",
            "How far models disagree about the ranks of texts, and what a bounded scale alone would show "
                + "(dashed; the band holds 95% of the draws).",
            [plot]
        )
        {
            Height = 400,
        };
    }
}
