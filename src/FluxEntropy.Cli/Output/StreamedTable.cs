using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// A table whose rows are written as they come, so that a long answer shows at once and is never held. A row takes one line of the
/// console; where that is a file or a pipe, nothing is cut.
/// </summary>
internal sealed class StreamedTable
{
    private readonly IAnsiConsole _console;
    private readonly IReadOnlyList<(int Index, Column Column)> _shown;
    private readonly bool _cuts;

    public StreamedTable(IAnsiConsole console, params Column[] columns)
    {
        _console = console;
        _cuts = !Consoles.IsUnlimited(console);
        var titled = columns.Select(column => column.Widened(Printable.Width(column.Title))).ToList();
        _shown = TableLayout.Of(titled, console.Profile.Width);
    }

    /// <summary>Writes a whole table, each column as wide as its widest cell.</summary>
    public static void Write(IAnsiConsole console, Column[] columns, IReadOnlyCollection<string[]> rows)
    {
        var table = new StreamedTable(
            console,
            [
                .. columns.Select(
                    (column, i) =>
                        column.Widened(rows.Select(row => Printable.Width(Fit.OneLine(row[i]))).DefaultIfEmpty().Max())
                ),
            ]
        );
        table.Head();
        foreach (var row in rows)
            table.Row(row);
    }

    /// <summary>Writes the headings.</summary>
    public void Head() =>
        _console.MarkupLine(
            $"[bold]{Markup.Escape(Line(_shown.Select(column => (column.Column.Title, column.Column))))}[/]"
        );

    /// <summary>Writes a row, of a cell for each column, those included that are not shown.</summary>
    public void Row(params string[] cells) =>
        _console.WriteLine(Line(_shown.Select(column => (cells[column.Index], column.Column))));

    private string Line(IEnumerable<(string Text, Column Column)> cells) =>
        string.Join("  ", cells.Select(cell => Cell(cell.Text, cell.Column))).TrimEnd();

    private string Cell(string text, Column column) =>
        !column.IsText ? Fit.PadLeft(text, column.Cells)
        : _cuts ? Fit.PadRight(Fit.Middle(text, column.Cells), column.Cells)
        : Fit.PadRight(Fit.OneLine(text), column.Cells);
}
