using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>Which columns of a table are the text, the id and the metadata.</summary>
internal static class ParquetFields
{
    /// <summary>The columns to read.</summary>
    /// <exception cref="FormatException">There is no text, or there are two of it or of the id.</exception>
    public static IReadOnlyList<IParquetField> Of(IReadOnlyList<ParquetColumn> columns, SourceOptions options)
    {
        var fields = columns
            .Select((column, i) => (Column: column, Index: i))
            .Where(place => place.Column.MaxRepetition == 0)
            .Select(place => new ParquetField(place.Column, place.Index))
            .ToList();
        foreach (var name in new[] { options.TextField, options.IdField })
        {
            if (fields.Count(field => field.Name == name) > 1)
                throw new FormatException($"two columns are named \"{name}\"; give each a name of its own");
        }

        var read = fields
            .Where(field => IsRead(field, options))
            .Concat<IParquetField>(options.Lists ? ParquetStrings.Of(columns) : [])
            .DistinctBy(field => field.Name);
        if (options.TextField is not { } text || fields.Any(field => field.Name == text && field.IsText))
            return [.. read];
        if (ParquetConversation.Of(columns, text) is { } conversation)
            return [conversation, .. read];
        throw new FormatException(
            Outer(columns).Any(name => name == text)
                ? $"column \"{text}\" does not hold strings; name the one that does with --text-field"
                : TableColumns.Missing(text, [.. Outer(columns)])
        );
    }

    private static bool IsRead(ParquetField field, SourceOptions options) =>
        field.IsMetadata || (field.IsText && (field.Name == options.TextField || field.Name == options.IdField));

    /// <summary>What a person may name: columns, and those within others that lie in no list.</summary>
    private static IEnumerable<string> Outer(IReadOnlyList<ParquetColumn> columns) =>
        columns.Select(column => column.MaxRepetition == 0 ? column.Name : column.Path[0]).Distinct();
}
