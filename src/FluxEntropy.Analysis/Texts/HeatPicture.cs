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
        var tokens = HeatTokens.Of(text);
        var (rows, shown) = Draw(plot, tokens, strongest);
        var legend = Legend(plot, rows + 0.6, strongest);
        plot.Limit(-1, Columns + 1, -legend - 0.5, 1);
        return new Picture(
            name,
            $"Surprisal under {text.Model}: from light (0 nats) to dark ({strongest} nats and more)."
                + (
                    shown < tokens.Count
                        ? $" The first {shown:N0} of {tokens.Count:N0} tokens; index.html shows them all."
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
    private static (int Rows, int Tokens) Draw(
        Panel plot,
        IReadOnlyList<(string Text, double Surprisal)> tokens,
        double strongest
    )
    {
        var (rows, shown) = (new List<HeatRow> { new() }, 0);
        for (; shown < tokens.Count && rows.Count <= MaxRows; shown++)
        {
            var colours = Colours.Heat(tokens[shown].Surprisal / strongest);
            foreach (var part in tokens[shown].Text.ReplaceLineEndings("\n").Split('\n').Index())
            {
                if (part.Index > 0)
                    rows.Add(new());
                for (var rest = part.Item; rest.Length > 0; )
                {
                    if (rows[^1].Width >= Columns)
                        rows.Add(new());
                    var (take, width) = Fitting(rest, Columns - rows[^1].Width);
                    rows[^1].Add(rest[..take], width, colours);
                    rest = rest[take..];
                }
            }
        }
        foreach (var (row, cells) in rows.Index())
        {
            var column = 0;
            foreach (var cell in cells.FromTheLeft())
            {
                Cell(plot, cell.Text, row, column, cell.Width, (cell.Background, cell.Ink));
                column += cell.Width;
            }
        }
        return (rows.Count, shown);
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
