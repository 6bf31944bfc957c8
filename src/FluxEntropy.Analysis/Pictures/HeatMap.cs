using System.Globalization;
using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>A square matrix as colours, with each number in its cell.</summary>
internal static class HeatMap
{
    /// <param name="title">What it shows; null for none.</param>
    /// <param name="names">Of rows and columns.</param>
    /// <param name="values">[names][names]; NaN is grey.</param>
    /// <param name="format">Format of the numbers.</param>
    /// <param name="signed">Whether they lie between −1 and 1, and 0 is the middle.</param>
    public static Plot Of(
        string? title,
        IReadOnlyList<string> names,
        double[][] values,
        string format,
        bool signed = false
    )
    {
        var plot = Plots.Of(title, "", "");
        var n = names.Count;
        double[] offDiagonal =
        [
            .. values.SelectMany((row, i) => row.Where((value, j) => i != j && double.IsFinite(value))),
        ];
        var (low, high) = offDiagonal.Length > 0 ? (offDiagonal.Min(), offDiagonal.Max()) : (0, 0);
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
                var text = double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);
                plot.Write(text, column, n - 1 - row, ink, Alignment.MiddleCenter, n > 10 ? 9 : 12);
            }
        }
        NameAxes(plot, names);
        return plot;
    }

    private static void NameAxes(Plot plot, IReadOnlyList<string> names)
    {
        var n = names.Count;
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
    }
}
