namespace FluxEntropy.Analysis.Reports;

/// <summary>A table of a report, and a file of its own.</summary>
/// <param name="Name">Name of its file, without an extension.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Text, whole numbers, real numbers, or null. [rows][columns]</param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Rows that a page shows; the file holds them all.</summary>
    public int Shown { get; init; } = 40;

    /// <summary>A square table with a name for each row and column.</summary>
    public static ReportTable Matrix(string name, string corner, IReadOnlyList<string> names, double[][] values) =>
        new(
            name,
            [corner, .. names],
            [.. values.Select((row, i) => (IReadOnlyList<object?>)[names[i], .. row.Cast<object?>()])]
        );
}
