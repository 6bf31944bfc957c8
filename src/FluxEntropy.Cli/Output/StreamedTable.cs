using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>A table whose rows are written as they come, so that a long answer shows at once and is never held.</summary>
internal sealed class StreamedTable(IAnsiConsole console, params Column[] columns)
{
    /// <summary>Writes the headings.</summary>
    public void Head() =>
        console.MarkupLine($"[bold]{Markup.Escape(Join([.. columns.Select(column => column.Title)]))}[/]");

    /// <summary>Writes a row.</summary>
    public void Row(params string[] cells) => console.WriteLine(Join(cells));

    private string Join(string[] cells) =>
        string.Join("  ", cells.Select((cell, i) => Pad(cell, columns[i].Width))).TrimEnd();

    private static string Pad(string cell, int width) =>
        width > 0 ? cell.PadLeft(width) : Fit.Middle(cell, -width).PadRight(-width);
}
