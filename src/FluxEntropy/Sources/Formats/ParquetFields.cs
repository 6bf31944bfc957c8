using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>Which columns of a Parquet file are the text, the id and the metadata.</summary>
internal static class ParquetFields
{
    /// <summary>The columns to read.</summary>
    /// <exception cref="FormatException">There is no text, or there are two of it or of the id.</exception>
    public static TableChoice<IParquetField> Of(IReadOnlyList<ParquetColumn> columns, SourceOptions options) =>
        TableFields.Choose(
            [.. Values(columns), .. options.Lists ? Lists(columns) : []],
            name => ParquetConversation.Of(columns, name, options.ChatTemplate),
            [.. Outer(columns)],
            options
        );

    private static IEnumerable<TableColumn<IParquetField>> Values(IReadOnlyList<ParquetColumn> columns) =>
        columns
            .Select((column, i) => (Column: column, Index: i))
            .Where(place => place.Column.MaxRepetition == 0)
            .Select(place => new ParquetField(place.Column, place.Index))
            .Select(field => new TableColumn<IParquetField>(field, field.IsText, field.IsMetadata));

    private static IEnumerable<TableColumn<IParquetField>> Lists(IReadOnlyList<ParquetColumn> columns) =>
        ParquetStrings
            .Of(columns)
            .Select(field => new TableColumn<IParquetField>(field, IsText: false, IsMetadata: true));

    /// <summary>What a person may name: columns, and those within others that lie in no list.</summary>
    private static IEnumerable<string> Outer(IReadOnlyList<ParquetColumn> columns) =>
        columns.Select(column => column.MaxRepetition == 0 ? column.Name : column.Path[0]).Distinct();
}
