namespace FluxEntropy.Sources.Formats;

/// <summary>
/// The row of column names of a CSV file: one column is the text, one perhaps the id, the others are kept as metadata where they are
/// not empty and have a name.
/// </summary>
internal sealed class CsvHeader
{
    private readonly string _source;
    private readonly string[] _columns;
    private readonly int _text;
    private readonly int _id;

    private CsvHeader(string source, string[] columns, int text, int id) =>
        (_source, _columns, _text, _id, Dropped) = (source, columns, text, id, new(source));

    /// <summary>Metadata that could not be taken.</summary>
    public DroppedFields Dropped { get; }

    public static CsvHeader Of(string source, string[] header, SourceOptions options)
    {
        foreach (var name in new[] { options.TextField, options.IdField })
        {
            if (header.Count(column => column == name) > 1)
                throw new FormatException(TableColumns.Twice(name!));
        }

        var text = Array.IndexOf(header, options.TextField);
        return text < 0 && options.TextField is not null
            ? throw new FormatException(TableColumns.Missing(options.TextField, header))
            : new(source, header, text, Array.IndexOf(header, options.IdField));
    }

    public SourceDocument Document(long line, string[] values)
    {
        if (values.Length != _columns.Length)
            throw new FormatException(
                $"{values.Length:N0} field{(values.Length == 1 ? "" : "s")} where the header names "
                    + $"{_columns.Length:N0}; quote a field that holds a delimiter or a line end"
            );
        if (_text >= 0 && values[_text].Length == 0)
            throw new FormatException($"the document is empty: column \"{_columns[_text]}\" is \"\"");
        var id =
            _id >= 0 && values[_id].Length > 0
                ? RecordId.Checked(values[_id], $"column \"{_columns[_id]}\"")
                : $"{_source}#{line}";
        var metadata = new Dictionary<string, string>();
        for (var i = 0; i < values.Length; i++)
        {
            if (i == _text || i == _id || values[i].Length == 0 || _columns[i].Length == 0)
                continue;
            if (!metadata.TryAdd(_columns[i], values[i]))
                Dropped.Add(line, _columns[i], TableColumns.Before);
        }

        return new(id, _text >= 0 ? values[_text] : "", metadata, _source, line);
    }
}
