namespace FluxEntropy.Cli.Output;

/// <summary>Fits the columns of a table into a line: optional ones are left out first, from the right, and then text is cut.</summary>
internal static class TableLayout
{
    private const int Gap = 2;
    private const int LeastText = 16;

    /// <summary>The columns that are shown, with their places among all.</summary>
    /// <param name="columns">All columns.</param>
    /// <param name="width">Cells of a line.</param>
    public static IReadOnlyList<(int Index, Column Column)> Of(IReadOnlyList<Column> columns, int width)
    {
        var shown = columns.Index().Select(column => (column.Index, Column: column.Item)).ToList();
        while (
            Total(shown, Least) > width && shown.FindLastIndex(column => column.Column.IsOptional) is >= 0 and var last
        )
            shown.RemoveAt(last);
        while (Total(shown, column => column.Cells) > width && WidestText(shown) is >= 0 and var widest)
            shown[widest] = (shown[widest].Index, Narrowed(shown[widest].Column));
        return shown;
    }

    private static int Total(List<(int Index, Column Column)> shown, Func<Column, int> cells) =>
        shown.Sum(column => cells(column.Column)) + Gap * (shown.Count - 1);

    private static int Least(Column column) =>
        column.IsText ? Math.Min(column.Cells, Math.Max(LeastText, Printable.Width(column.Title))) : column.Cells;

    // Even below what is wanted at least: a row that is broken in two is worse than a short name.
    private static int WidestText(List<(int Index, Column Column)> shown) =>
        shown
            .Index()
            .Where(column => column.Item.Column is { IsText: true, Cells: > 3 })
            .OrderByDescending(column => column.Item.Column.Cells)
            .Select(column => column.Index)
            .FirstOrDefault(-1);

    private static Column Narrowed(Column column) => column with { Width = column.Width + 1 };
}
