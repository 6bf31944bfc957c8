using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Small tables made in place.</summary>
internal static class Tables
{
    /// <summary>A table of columns, cells by their invariant text; null for a gap.</summary>
    public static ScoreTable Of(string name, params (string Column, object?[] Cells)[] columns)
    {
        var cells = new Dictionary<string, TableColumn>();
        foreach (var (column, values) in columns)
        {
            cells.Add(column, new TableColumn());
            for (var row = 0; row < values.Length; row++)
            {
                if (values[row] is not null)
                    cells[column].Set(row, FormattableString.Invariant($"{values[row]}"));
            }
        }
        return new ScoreTable(
            name,
            [.. Enumerable.Range(1, columns[0].Cells.Length).Select(row => $"{name}.csv#{row}")],
            hasIds: false,
            cells,
            []
        );
    }

    /// <summary>Numbers as cells.</summary>
    public static object?[] Cells(IEnumerable<double> values) => [.. values.Cast<object?>()];
}
