using FluxEntropy.Analysis.Pictures;
using ScottPlot;

namespace FluxEntropy.Analysis.Texts;

/// <summary>A text as a picture: each token on a colour that shows how surprising it was.</summary>
internal static class HeatPicture
{
    private const int Columns = 100; // characters in a row
    private const float RowHeight = 24;
    private const float Advance = 0.602f; // width of a character of a fixed-width font, relative to its size
    private const int Width = 980;
    private const int MaxRows = 60;

    /// <summary>Draws it; of a long text only the beginning.</summary>
    /// <param name="name">Name of its files.</param>
    /// <param name="text">The text under one model.</param>
    /// <param name="strongest">Surprisal of the strongest colour, in nats.</param>
    public static Picture Of(string name, ScoredText text, double strongest)
    {
        var plot = new Plot();
        plot.HideAxesAndGrid();
        plot.Layout.Frameless();
        var rows = Draw(plot, text, strongest);
        plot.Axes.SetLimits(-1, Columns + 1, -rows - 0.5, 1);
        return new Picture(
            name,
            $"Surprisal under {text.Model}: from light (0 nats) to dark ({strongest} nats and more).",
            [plot]
        )
        {
            Width = Width,
            Height = (int)((rows + 1.5) * RowHeight),
        };
    }

    private static int Draw(Plot plot, ScoredText text, double strongest)
    {
        var (row, column) = (0, 0);
        for (var i = 0; i < text.Tokens.Count && row < MaxRows; i++)
        {
            var (background, ink) = Colours.Heat(
                double.IsNaN(text.Surprisal[i]) ? double.NaN : text.Surprisal[i] / strongest
            );
            foreach (var part in text.Tokens[i].ReplaceLineEndings("\n").Split('\n').Index())
            {
                if (part.Index > 0)
                    (row, column) = (row + 1, 0);
                for (var rest = part.Item; rest.Length > 0; )
                {
                    if (column >= Columns)
                        (row, column) = (row + 1, 0);
                    var take = Math.Min(rest.Length, Columns - column);
                    var cell = plot.Add.Rectangle(column, column + take, -row - 0.92, -row - 0.02);
                    (cell.FillColor, cell.LineWidth) = (background, 0);
                    var label = plot.Add.Text(rest[..take], column, -row - 0.48);
                    (label.LabelFontName, label.LabelFontSize, label.LabelFontColor, label.LabelAlignment) = (
                        "DejaVu Sans Mono",
                        Width / (Columns + 2f) / Advance,
                        ink,
                        Alignment.MiddleLeft
                    );
                    (rest, column) = (rest[take..], column + take);
                }
            }
        }
        return row + 1;
    }
}
