namespace FluxEntropy.Sources.Formats;

/// <summary>Makes documents of the rows of a table that is stored by columns.</summary>
internal sealed class TableRows
{
    private readonly string _source;
    private readonly SourceOptions _options;
    private readonly IReadOnlyList<ITableField> _fields;
    private readonly ITableField? _text;
    private readonly ITableField? _id;
    private readonly DroppedFields _dropped;

    /// <param name="source">See <see cref="SourceItem.Source"/>.</param>
    /// <param name="options">Which field is taken for what.</param>
    /// <param name="fields">The fields to read; those that are neither text nor id are metadata.</param>
    /// <param name="unread">Columns whose values have no text, which is told once.</param>
    public TableRows(
        string source,
        SourceOptions options,
        IReadOnlyList<ITableField> fields,
        IReadOnlyList<string> unread
    )
    {
        (_source, _options, _fields, _dropped) = (source, options, fields, new(source));
        _text = fields.FirstOrDefault(field => field.Name == options.TextField);
        _id = fields.FirstOrDefault(field => field.Name == options.IdField);
        foreach (var column in unread)
            _dropped.Add(1, column, "its values are bytes, or of another kind that has no text");
    }

    /// <summary>Reads as many rows on; ends with a rejection where the text or the id is damaged.</summary>
    /// <param name="first">Number of the first of them, counted from 1.</param>
    /// <param name="count">How many there are.</param>
    public IEnumerable<SourceItem> Read(long first, long count)
    {
        if (first == 1 && _text?.Note is { } note)
            yield return new SourceNotice(_source, 0, note);
        for (var row = first; row < first + count; row++)
        {
            var item = Row(row);
            if ((_text?.Damage ?? _id?.Damage) is { } damage)
            {
                yield return new SourceRejection(
                    _source,
                    row,
                    $"{first + count - row:N0} rows from here on cannot be read: {damage}"
                );
                yield break;
            }

            foreach (var notice in _dropped.Take())
                yield return notice;
            yield return item;
        }
    }

    // Some writers put NaN where a number is missing.
    private static string? Id(ITableField field, string? value) =>
        value is null || (field.IsReal && value == "NaN") ? null : RecordId.Checked(value, $"column \"{field.Name}\"");

    private SourceItem Row(long row)
    {
        var text = _options.TextField is null ? "" : null;
        string? id = null;
        FormatException? wrong = null;
        var metadata = new Dictionary<string, string>();
        foreach (var field in _fields)
        {
            try
            {
                var value = field.Next();
                if (field == _text)
                    text = value;
                else if (field == _id)
                    id = Id(field, value);
                else if (value is not null && !metadata.TryAdd(field.Name, value))
                    _dropped.Add(row, field.Name, TableColumns.Before);
                else if (field.Damage is { } damage)
                    _dropped.Add(row, field.Name, $"the file cannot be read: {damage}");
            }
            catch (FormatException fault)
            {
                // The other columns must reach the next row all the same.
                if (field == _text || field == _id)
                    wrong ??= fault;
                else
                    _dropped.Add(row, field.Name, $"it has no text: {fault.Message}");
            }
        }

        if (wrong is not null)
            return new SourceRejection(_source, row, wrong.Message);
        return text is { Length: > 0 } || _options.TextField is null
            ? new SourceDocument(id ?? $"{_source}#{row}", text!, metadata, _source, row)
            {
                Messages = _text?.Messages ?? MessageForm.None,
            }
            : new SourceRejection(
                _source,
                row,
                $"the document is empty: column \"{_options.TextField}\" is {(text is null ? "null" : "\"\"")}"
            );
    }
}
