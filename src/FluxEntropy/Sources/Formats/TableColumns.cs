namespace FluxEntropy.Sources.Formats;

/// <summary>What is said of a table without a column of texts.</summary>
internal static class TableColumns
{
    private const int Named = 20;

    public static string Missing(string column, IReadOnlyCollection<string> columns)
    {
        var names = string.Join(
            ", ",
            columns.Take(Named).Select(name => $"\"{(name.Length > 60 ? name[..60] + "…" : name)}\"")
        );
        var more = columns.Count > Named ? $" and {columns.Count - Named:N0} more" : "";
        return $"no column \"{column}\"; the columns are {names}{more}; name the one that holds the text with --text-field";
    }
}
