namespace FluxEntropy.Analysis.Tables;

/// <summary>Scores of texts: a row a text, a column a metric or whatever else is known of it.</summary>
public sealed class ScoreTable
{
    private readonly Dictionary<string, TableColumn> _columns;

    internal ScoreTable(
        string name,
        IReadOnlyList<string> ids,
        bool hasIds,
        Dictionary<string, TableColumn> columns,
        IReadOnlyList<string> warnings
    )
    {
        (Name, Ids, HasIds, _columns, Warnings) = (name, ids, hasIds, columns, warnings);
        foreach (var column in columns.Values)
            column.PadTo(ids.Count);
    }

    /// <summary>What the file says its model is called, else the file's name without its extensions.</summary>
    public string Name { get; }

    /// <summary>The id that each row brings, else its file and line. [rows]</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Whether the rows bring ids of their own.</summary>
    public bool HasIds { get; }

    /// <summary>Rows.</summary>
    public int Rows => Ids.Count;

    /// <summary>Names of the columns, in the order in which they were first seen.</summary>
    public IReadOnlyCollection<string> Columns => _columns.Keys;

    /// <summary>Names of the columns that hold nothing but numbers.</summary>
    public IEnumerable<string> NumericColumns =>
        _columns.Where(column => column.Value.IsNumeric).Select(column => column.Key);

    /// <summary>Records that were set aside, and why.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The first of these columns that the table has, or null.</summary>
    public string? FirstOf(params IEnumerable<string> names) => names.FirstOrDefault(Has);

    /// <summary>Values of a column; NaN where there is none. [rows]</summary>
    /// <exception cref="AnalysisException">
    /// There is no such column, or it holds something other than numbers.
    /// </exception>
    public double[] Numbers(string column)
    {
        var found = Find(column);
        return found.FirstText is { } text
            ? throw new AnalysisException(
                $"{Name}: column \"{column}\" holds \"{Short(text.Cell)}\" in row {text.Row + 1:N0}, where a number was expected."
            )
            : found.Numbers();
    }

    /// <summary>Cells of a column as text; null where there is none. [rows]</summary>
    /// <exception cref="AnalysisException">There is no such column.</exception>
    public string?[] Texts(string column) => Find(column).Texts();

    /// <summary>Outcomes: true, false, or null where there is none. [rows]</summary>
    /// <exception cref="AnalysisException">
    /// A cell is something else than true, false, 1 or 0: guessing would turn "no" into true.
    /// </exception>
    public bool?[] Outcomes(string column)
    {
        var cells = Texts(column);
        var outcomes = new bool?[cells.Length];
        for (var row = 0; row < cells.Length; row++)
        {
            outcomes[row] = cells[row]?.Trim().ToLowerInvariant() switch
            {
                null or "" or "nan" => null,
                "true" or "1" or "1.0" => true,
                "false" or "0" or "0.0" => false,
                var other => throw new AnalysisException(
                    $"{Name}: column \"{column}\" holds \"{Short(other)}\" in row {row + 1:N0}; outcomes are true, false, 1 or 0."
                ),
            };
        }
        return outcomes;
    }

    /// <summary>
    /// The texts that were scored; null where the table has none (numbers are none), and in it where a row has none.
    /// [rows]
    /// </summary>
    public string?[]? DocumentTexts() =>
        KnownColumns.Text.FirstOrDefault(column => Has(column) && !_columns[column].IsNumeric) is { } found
            ? Texts(found)
            : null;

    /// <summary>
    /// Characters of each text: the column of them, or code points of the texts; null where the table has neither.
    /// [rows]
    /// </summary>
    public double[]? Characters() =>
        Has("chars") ? Numbers("chars")
        : DocumentTexts() is { } texts
            ? [.. texts.Select(text => text is null ? double.NaN : text.EnumerateRunes().Count())]
        : null;

    /// <summary>The table with one more column; null where a row has nothing there. [rows]</summary>
    internal ScoreTable With(string column, IReadOnlyList<string?> cells)
    {
        var added = new TableColumn();
        foreach (var (row, cell) in cells.Index())
        {
            if (cell is not null)
                added.Set(row, cell);
        }
        return new(Name, Ids, HasIds, new(_columns) { [column] = added }, Warnings);
    }

    private TableColumn Find(string column) =>
        _columns.TryGetValue(column, out var found)
            ? found
            : throw new AnalysisException($"{Name} has no column \"{column}\"; it has {Listed(_columns.Keys)}.");

    private static string Listed(Dictionary<string, TableColumn>.KeyCollection names) =>
        names.Count == 0
            ? "none"
            : string.Join(", ", names.Take(30).Select(name => $"\"{Short(name)}\""))
                + (names.Count > 30 ? $" and {names.Count - 30:N0} more" : "");

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
