using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Plots in the style that all pictures share.</summary>
internal static class Plots
{
    private const float TextSize = 13;

    static Plots()
    {
        // The first of these that the machine has: a font without serifs stays legible when a picture is small.
        foreach (var font in new[] { "DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica" })
        {
            if (!SkiaSharp.SKFontManager.Default.FontFamilies.Contains(font))
                continue;
            Fonts.Default = font;
            break;
        }
    }

    /// <summary>Whether the machine has a font; without one, pictures have lines but no words.</summary>
    public static bool CanWrite => SkiaSharp.SKFontManager.Default.FontFamilyCount > 0;

    /// <summary>An empty plot.</summary>
    /// <param name="title">What it shows; null for none.</param>
    /// <param name="x">The horizontal axis, with its unit.</param>
    /// <param name="y">The vertical axis, with its unit.</param>
    public static Plot Of(string? title, string x, string y)
    {
        var plot = new Plot();
        plot.FigureBorder = LineStyle.None;
        plot.Axes.Color(Colours.Soft);
        plot.Axes.FrameColor(Colours.Soft);
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Colours.Line;
        plot.XLabel(x, TextSize);
        plot.YLabel(y, TextSize);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            (axis.Label.Bold, axis.Label.ForeColor) = (false, Colours.Ink);
            (axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) = (12, Colours.Soft);
        }
        if (title is null)
            return plot;
        plot.Title(title, TextSize);
        plot.Axes.Title.Label.ForeColor = Colours.Ink;
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
}
