using System.Globalization;
using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>A square matrix as colours, with each number in its cell.</summary>
internal static class HeatMap
{
    private static readonly Color Diagonal = Color.FromHex("#f0f0f0");

    /// <summary>Correlations: orange below 0, white at 0, blue above.</summary>
    /// <param name="names">Of rows and columns.</param>
    /// <param name="values">−1 to 1; NaN is grey. [names][names]</param>
    /// <param name="format">Format of the numbers.</param>
    public static Panel OfCorrelations(IReadOnlyList<string> names, double[][] values, string format) =>
        Of(
            null,
            names,
            values,
            format,
            Colours.Signed,
            new ColourScale(-1, 1, value => Colours.Signed(value).Background)
        );

    /// <summary>Quantities from white to dark.</summary>
    /// <param name="title">What it shows; null for none.</param>
    /// <param name="names">Of rows and columns.</param>
    /// <param name="values">At least 0; NaN is grey. [names][names]</param>
    /// <param name="format">Format of the numbers.</param>
    /// <param name="largest">Value of the darkest colour, the same for panels that are compared.</param>
    public static Panel OfQuantities(
        string? title,
        IReadOnlyList<string> names,
        double[][] values,
        string format,
        double largest
    )
    {
        largest = largest > 0 ? largest : 1;
        return Of(
            title,
            names,
            values,
            format,
            value => Colours.Heat(value / largest),
            new ColourScale(0, largest, value => Colours.Heat(value / largest).Background)
        );
    }

    /// <summary>The largest finite value off the diagonals of matrices, or 0.</summary>
    public static double Largest(params double[][][] matrices) =>
        matrices
            .SelectMany(matrix =>
                matrix.SelectMany((row, i) => row.Where((value, j) => i != j && double.IsFinite(value)))
            )
            .DefaultIfEmpty(0)
            .Max();

    // What rounds to 0 has no sign.
    private static string Text(double value, string format)
    {
        var text = double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);
        return text.Any(digit => digit is >= '1' and <= '9') ? text.Replace('-', '−') : text.TrimStart('-');
    }

    private static Panel Of(
        string? title,
        IReadOnlyList<string> names,
        double[][] values,
        string format,
        Func<double, (Color Background, Color Ink)> colours,
        ColourScale scale
    )
    {
        var plot = Plots.Of(title, "", "");
        var n = names.Count;
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                var value = values[row][column];
                var (background, ink) = row == column ? (Diagonal, Colours.Soft) : colours(value);
                var y = n - 1 - row;
                var cell = plot.Add.Rectangle(column - 0.5, column + 0.5, y - 0.5, y + 0.5);
                (cell.FillColor, cell.LineColor, cell.LineWidth) = (background, Colors.White, 2);
                plot.Words.Add(
                    new Word(Text(value, format), column, y, ink) { Alignment = Alignment.MiddleCenter, Room = 0.9 }
                );
            }
        }
        plot.NamesBelow = [.. names.Select((name, i) => ((double)i, name))];
        plot.NamesBeside = [.. names.Select((name, i) => ((double)(n - 1 - i), name))];
        (plot.IsSquare, plot.Scale) = (true, scale);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
            (axis.MajorTickStyle.Length, axis.FrameLineStyle.Width) = (0, 0);
        plot.HideGrid();
        plot.Limit(-0.5, n - 0.5, -0.5, n - 0.5);
        return plot;
    }
}
