namespace FluxEntropy.Analysis.Reports;

/// <summary>A table of a report, which is also written as a file.</summary>
/// <param name="Name">Name of its file, without an extension.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Text, integers, real numbers, or null. [rows][columns]</param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Rows that a page shows; the file holds them all.</summary>
    public int Shown { get; init; } = 40;

    /// <summary>A table with one row per item.</summary>
    public static ReportTable Of<T>(
        string name,
        IReadOnlyList<string> columns,
        IEnumerable<T> items,
        Func<T, IReadOnlyList<object?>> row
    ) => new(name, columns, [.. items.Select(row)]);

    /// <summary>A square table with a name for each row and column.</summary>
    public static ReportTable Matrix(string name, string corner, IReadOnlyList<string> names, double[][] values) =>
        Of(name, [corner, .. names], values.Index(), row => [names[row.Index], .. row.Item.Cast<object?>()]);
}
