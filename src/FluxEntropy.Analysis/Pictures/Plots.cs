using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Plots in the style that all pictures share.</summary>
internal static class Plots
{
    /// <summary>An empty plot.</summary>
    /// <param name="title">What it shows; null for none.</param>
    /// <param name="x">The horizontal axis, with its unit.</param>
    /// <param name="y">The vertical axis, with its unit.</param>
    public static Panel Of(string? title, string x, string y)
    {
        var plot = new Panel
        {
            Heading = title,
            Below = x,
            Beside = y,
            FigureBorder = LineStyle.None,
        };
        plot.Axes.Color(Colours.Soft);
        plot.Axes.FrameColor(Colours.Soft);
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Colours.Line;
        return plot;
    }

    /// <summary>Adds a line.</summary>
    public static void Line(
        this Plot plot,
        double[] x,
        double[] y,
        Color colour,
        float width = 2,
        LinePattern? pattern = null
    )
    {
        var line = plot.Add.ScatterLine(x, y, colour);
        (line.LineWidth, line.LinePattern) = (width, pattern ?? LinePattern.Solid);
    }

    /// <summary>Adds points.</summary>
    public static void Points(this Plot plot, double[] x, double[] y, Color colour, float size = 5) =>
        plot.Add.Markers(x, y, MarkerShape.FilledCircle, size, colour.WithAlpha(0.7));

    /// <summary>Sets the limits of both axes; an empty interval becomes one of length 1.</summary>
    public static void Limit(this Plot plot, double left, double right, double bottom, double top)
    {
        if (!(right > left))
            (left, right) = (left - 0.5, left + 0.5);
        if (!(top > bottom))
            (bottom, top) = (bottom - 0.5, bottom + 0.5);
        plot.Axes.SetLimits(left, right, bottom, top);
    }
}
