namespace FluxEntropy.Sources.Formats;

/// <summary>Which columns of a table are the text, the id and the metadata.</summary>
internal static class TableFields
{
    /// <summary>The fields to read.</summary>
    /// <param name="columns">Columns that may be read.</param>
    /// <param name="conversation">The conversation in a column of lists that has this name; null where it holds none.</param>
    /// <param name="names">What a person may name.</param>
    /// <param name="options">What the person named.</param>
    /// <exception cref="FormatException">There is no text, or there are two of it or of the id.</exception>
    public static TableChoice<T> Choose<T>(
        IReadOnlyList<TableColumn<T>> columns,
        Func<string, T?> conversation,
        IReadOnlyCollection<string> names,
        SourceOptions options
    )
        where T : class, ITableField
    {
        foreach (var name in new[] { options.TextField, options.IdField })
        {
            if (columns.Count(column => column.Name == name) > 1)
                throw new FormatException(TableColumns.Twice(name!));
        }

        var read = columns.Where(column => IsRead(column, options)).Select(column => column.Field);
        string[] unread = [.. columns.Where(column => !IsRead(column, options)).Select(column => column.Name)];
        if (options.TextField is not { } text || columns.Any(column => column.Name == text && column.IsText))
            return new([.. read], unread);
        if (conversation(text) is { } messages)
            return new([messages, .. read], unread);
        throw new FormatException(
            names.Contains(text)
                ? $"column \"{text}\" does not hold strings; name the one that does with --text-field"
                : TableColumns.Missing(text, names)
        );
    }

    private static bool IsRead<T>(TableColumn<T> column, SourceOptions options)
        where T : class, ITableField =>
        column.IsMetadata || (column.IsText && (column.Name == options.TextField || column.Name == options.IdField));
}
