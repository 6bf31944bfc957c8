using System.Globalization;
using FluxEntropy.Analysis.Pictures;
using ScottPlot;

namespace FluxEntropy.Analysis.Texts;

/// <summary>A text as a picture: each token on a colour that shows how surprising it was.</summary>
internal static class HeatPicture
{
    private const int Columns = 100; // characters of a fixed-width font in a row
    private const float RowHeight = 24;
    private const float Advance = 0.602f; // width of a character of a fixed-width font, relative to its size
    private const int Width = 980;
    private const int MaxRows = 60;
    private const float Size = Width / (Columns + 2f) / Advance;

    /// <summary>Draws it; of a long text only the beginning.</summary>
    /// <param name="name">Name of its files.</param>
    /// <param name="text">The text under one model.</param>
    /// <param name="strongest">Surprisal of the strongest colour, in nats.</param>
    public static Picture Of(string name, ScoredText text, double strongest)
    {
        var plot = new Panel { IsBare = true, FigureBorder = LineStyle.None };
        plot.HideAxesAndGrid();
        var (rows, shown) = Draw(plot, text, strongest);
        var legend = Legend(plot, rows + 0.6, strongest);
        plot.Limit(-1, Columns + 1, -legend - 0.5, 1);
        return new Picture(
            name,
            $"Surprisal under {text.Model}: from light (0 nats) to dark ({strongest} nats and more)."
                + (
                    shown < text.Tokens.Count
                        ? $" The first {shown:N0} of {text.Tokens.Count:N0} tokens; index.html shows them all."
                        : ""
                ),
            [plot]
        )
        {
            Width = Width,
            Height = (int)((legend + 1.5) * RowHeight),
        };
    }

    // Writes tokens; returns the rows that they take, and how many they are.
    private static (int Rows, int Tokens) Draw(Panel plot, ScoredText text, double strongest)
    {
        var (row, column, token) = (0, 0, 0);
        for (; token < text.Tokens.Count && row < MaxRows; token++)
        {
            var surprisal = text.Surprisal[token];
            var colours = Colours.Heat(double.IsNaN(surprisal) ? double.NaN : surprisal / strongest);
            foreach (var part in text.Tokens[token].ReplaceLineEndings("\n").Split('\n').Index())
            {
                if (part.Index > 0)
                    (row, column) = (row + 1, 0);
                for (var rest = part.Item; rest.Length > 0; )
                {
                    if (column >= Columns)
                        (row, column) = (row + 1, 0);
                    var (take, width) = Fitting(rest, Columns - column);
                    Cell(plot, rest[..take], row, column, width, colours);
                    (rest, column) = (rest[take..], column + width);
                }
            }
        }
        return (row + 1, token);
    }

    // How much of a text goes into some columns: at least a character, of which some are two columns wide.
    private static (int Length, int Width) Fitting(string text, int room)
    {
        var (length, width) = (0, 0);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var own = Math.Max(
                1,
                (int)Math.Round(new TextLine(element, Typefaces.FixedWidth).Width(Size) / (Advance * Size))
            );
            if (length > 0 && width + own > room)
                break;
            (length, width) = (length + element.Length, width + own);
        }
        return (length, width);
    }

    private static void Cell(
        Panel plot,
        string text,
        double row,
        double column,
        double width,
        (Color Background, Color Ink) colours
    )
    {
        var cell = plot.Add.Rectangle(column, column + width, -row - 0.92, -row - 0.02);
        (cell.FillColor, cell.LineWidth) = (colours.Background, 0);
        plot.Words.Add(
            new Word(text, column, -row - 0.48, colours.Ink)
            {
                Size = Size,
                Offset = 0,
                IsFixedWidth = true,
            }
        );
    }

    // Which colour is how many nats; returns the row below it.
    private static double Legend(Panel plot, double row, double strongest)
    {
        plot.Words.Add(
            new Word("nats:", 0, -row - 0.48, Colours.Soft)
            {
                Size = Size,
                Offset = 0,
                IsFixedWidth = true,
            }
        );
        const int steps = 5;
        for (var i = 0; i < steps; i++)
        {
            var nats = strongest * i / (steps - 1);
            var text = FormattableString.Invariant($" {nats:0.#}{(i == steps - 1 ? "+" : "")} ");
            Cell(plot, text, row, 6 + 6 * i, 6, Colours.Heat(nats / strongest));
        }
        return row + 1;
    }
}
