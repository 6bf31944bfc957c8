namespace FluxEntropy.Sources.Formats;

/// <summary>What is said where the text is missing, or a name is there twice.</summary>
internal static class TableColumns
{
    private const int Named = 20;

    /// <summary>Why a value of metadata is left out, of which the record has one already.</summary>
    public const string Before = "a column before it has the same name";

    /// <summary>Of a table that has two of them.</summary>
    public static string Twice(string column) => $"two columns are named \"{column}\"; give each a name of its own";

    /// <summary>Of a table.</summary>
    public static string Missing(string column, IReadOnlyCollection<string> columns) =>
        $"no column \"{column}\"; the columns are {Listed(columns)}; name the one that holds the text with --text-field";

    /// <summary>Of a record.</summary>
    public static string MissingField(string field, IReadOnlyCollection<string> fields) =>
        fields.Count == 0
            ? $"no field \"{field}\": the record is empty"
            : $"no field \"{field}\"; the fields are {Listed(fields)}; name the one that holds the text with --text-field";

    private static string Listed(IReadOnlyCollection<string> columns)
    {
        var names = columns.Take(Named).Select(name => $"\"{(name.Length > 60 ? name[..60] + "…" : name)}\"");
        var more = columns.Count > Named ? $" and {columns.Count - Named:N0} more" : "";
        return string.Join(", ", names) + more;
    }
}
