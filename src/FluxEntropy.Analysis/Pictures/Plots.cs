using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Plots in the look that all pictures share.</summary>
internal static class Plots
{
    private const float Text = 13;

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

    /// <summary>Whether the machine has a font to write with; without one pictures have lines and no words.</summary>
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
        plot.XLabel(x, Text);
        plot.YLabel(y, Text);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            (axis.Label.Bold, axis.Label.ForeColor) = (false, Colours.Ink);
            (axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) = (12, Colours.Soft);
        }
        if (title is null)
            return plot;
        plot.Title(title, Text);
        plot.Axes.Title.Label.ForeColor = Colours.Ink;
        return plot;
    }

    /// <summary>Writes beside a point.</summary>
    public static void Write(
        this Plot plot,
        string text,
        double x,
        double y,
        Color colour,
        Alignment alignment = Alignment.MiddleLeft,
        float size = 12,
        int offset = 6
    )
    {
        var label = plot.Add.Text(text, x, y);
        (label.LabelFontColor, label.LabelFontSize, label.LabelAlignment) = (colour, size, alignment);
        label.LabelOffsetX =
            alignment is Alignment.MiddleLeft or Alignment.UpperLeft or Alignment.LowerLeft ? offset
            : alignment is Alignment.MiddleRight or Alignment.UpperRight or Alignment.LowerRight ? -offset
            : 0;
    }

    /// <summary>Names at the right ends of lines, moved apart where they would cover each other; the axis is widened for them.</summary>
    /// <param name="plot">The plot, whose limits are set.</param>
    /// <param name="ends">Name, height and colour of each.</param>
    /// <param name="x">Where the lines end.</param>
    /// <param name="room">Share of the width that names may take.</param>
    public static void NameLines(
        this Plot plot,
        IEnumerable<(string Name, double Y, Color Colour)> ends,
        double x,
        double room = 0.24
    )
    {
        var limits = plot.Axes.GetLimits();
        var gap = limits.VerticalSpan * 0.055;
        var sorted = ends.OrderBy(end => end.Y).ToArray();
        var heights = sorted.Select(end => end.Y).ToArray();
        for (var pass = 0; pass < 100; pass++)
        {
            for (var i = 1; i < heights.Length; i++)
            {
                if (heights[i] - heights[i - 1] is var distance && distance >= gap)
                    continue;
                heights[i - 1] -= (gap - distance) / 2;
                heights[i] += (gap - distance) / 2;
            }
        }
        for (var i = 0; i < sorted.Length; i++)
            plot.Write(sorted[i].Name, x, heights[i], sorted[i].Colour);
        plot.Axes.SetLimitsX(limits.Left, x + (x - limits.Left) * room / (1 - room));
        plot.TicksUpTo(x);
    }

    /// <summary>Round numbers along the horizontal axis, none of them beyond what is drawn.</summary>
    private static void TicksUpTo(this Plot plot, double last)
    {
        var left = plot.Axes.GetLimits().Left;
        var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(last - left, 1e-9))));
        step =
            (last - left) / step < 2 ? step / 5
            : (last - left) / step < 5 ? step / 2
            : step;
        var ticks = Enumerable
            .Range(0, 30)
            .Select(i => (Math.Ceiling(left / step) + i) * step)
            .Where(tick => tick <= last * (1 + 1e-9))
            .ToArray();
        if (plot.Axes.Bottom.TickGenerator is not ScottPlot.TickGenerators.NumericManual)
            plot.Axes.Bottom.SetTicks(
                ticks,
                [.. ticks.Select(tick => tick.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture))]
            );
    }

    /// <summary>A line.</summary>
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

    /// <summary>Points.</summary>
    public static void Points(this Plot plot, double[] x, double[] y, Color colour, float size = 5) =>
        plot.Add.Markers(x, y, MarkerShape.FilledCircle, size, colour.WithAlpha(0.7));

    /// <summary>A square of numbers as colours, each number in its cell.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="names">Of rows and columns.</param>
    /// <param name="values">[names][names]; NaN is grey.</param>
    /// <param name="format">Format of the numbers.</param>
    /// <param name="signed">Whether they lie between −1 and 1, and 0 is the middle.</param>
    public static Plot HeatMap(
        string? title,
        IReadOnlyList<string> names,
        double[][] values,
        string format,
        bool signed = false
    )
    {
        var plot = Of(title, "", "");
        var n = names.Count;
        var off = values
            .SelectMany((row, i) => row.Where((value, j) => i != j && double.IsFinite(value)))
            .DefaultIfEmpty(0)
            .ToArray();
        var (low, high) = (off.Min(), off.Max());
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                var value = values[row][column];
                var (background, ink) =
                    row == column ? (Color.FromHex("#f0f0f0"), Colours.Soft)
                    : signed ? Colours.Signed(value)
                    : Colours.Heat(high > low ? (value - low) / (high - low) : 0.5);
                var cell = plot.Add.Rectangle(column - 0.5, column + 0.5, n - 1 - row - 0.5, n - 1 - row + 0.5);
                (cell.FillColor, cell.LineColor, cell.LineWidth) = (background, Colors.White, 2);
                plot.Write(
                    double.IsNaN(value)
                        ? "–"
                        : value.ToString(format, System.Globalization.CultureInfo.InvariantCulture),
                    column,
                    n - 1 - row,
                    ink,
                    Alignment.MiddleCenter,
                    n > 10 ? 9 : 12
                );
            }
        }
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, n).Select(i => (double)i)], [.. names]);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, n).Select(i => (double)(n - 1 - i))], [.. names]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -35;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.TickLabelStyle.OffsetY = 7;
        plot.Axes.Bottom.MinimumSize = 24 + 4.6f * names.Max(name => name.Length);
        plot.Axes.Bottom.MajorTickStyle.Length = plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.FrameLineStyle.Width = plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, n - 0.5, -0.5, n - 0.5);
        return plot;
    }
}
