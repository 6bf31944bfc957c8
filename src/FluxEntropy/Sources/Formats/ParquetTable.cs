using System.Runtime.CompilerServices;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Apache Parquet: one column is the text, one perhaps the id, the others are kept as metadata where they lie in no list,
/// or are lists of strings and those are asked for;
/// those within others have names such as <c>metadata.language</c>. Rows are counted from 1. Memory holds a page of each
/// column.
/// </summary>
internal sealed class ParquetTable
{
    private const int MaxGroupRows = 1 << 22;

    private readonly string _source;
    private readonly SourceOptions _options;
    private readonly IReadOnlyList<IParquetField> _fields;
    private readonly IParquetField? _text;
    private readonly IParquetField? _id;
    private readonly DroppedFields _dropped;

    private ParquetTable(string source, SourceOptions options, IReadOnlyList<IParquetField> fields)
    {
        (_source, _options, _fields, _dropped) = (source, options, fields, new(source));
        _text = fields.FirstOrDefault(field => field.Name == options.TextField);
        _id = fields.FirstOrDefault(field => field.Name == options.IdField);
    }

    /// <summary>Reads a file; what cannot be sought in is kept in a temporary file meanwhile.</summary>
    /// <param name="content">The file.</param>
    /// <param name="options">Which columns to take for what.</param>
    /// <param name="cancellationToken">Stops between rows and reads.</param>
    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        content.Progress.At(0);
        using var spooled = content.File is null
            ? await SpooledFile.OfAsync(content.Pipe, content.Name, cancellationToken).ConfigureAwait(false)
            : null;
        var file = content.File ?? spooled!;
        var (dataBytes, groups) = (0L, (IReadOnlyList<ParquetRowGroup>)[]);
        ParquetTable? table = null;
        SourceRejection? refused = null;
        try
        {
            (dataBytes, var metadata) = await ParquetFooter.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            groups = metadata.Groups;
            table = new(content.Name, options, ParquetFields.Of(metadata.Columns, options));
        }
        catch (Exception failure) when (TableFault.IsOfTheFile(failure))
        {
            refused = new(content.Name, 0, TableFault.Reason(failure));
        }

        if (refused is not null)
            yield return refused;
        if (table is null)
            yield break;
        var rows = Math.Max(1.0, groups.Sum(group => (double)Math.Max(0, group.Rows)));
        var row = 1L;
        foreach (var group in groups)
        {
            foreach (var item in table.Group(file, dataBytes, group, row))
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Progress.At(Math.Min(1, item.Line / rows));
                yield return item;
            }

            if (group.Rows is < 0 or > MaxGroupRows)
                yield break; // which rows follow is not known
            row += group.Rows;
        }
    }

    private IEnumerable<SourceItem> Group(Stream file, long dataBytes, ParquetRowGroup group, long first)
    {
        if (group.Rows is < 0 or > MaxGroupRows)
        {
            yield return new SourceRejection(
                _source,
                first,
                $"a row group has {group.Rows:N0} rows, at most {MaxGroupRows:N0} are read; write smaller row groups"
            );
            yield break;
        }

        foreach (var field in _fields)
            field.Open(file, dataBytes, group);
        for (var row = first; row < first + group.Rows; row++)
        {
            var item = Row(row);
            if ((_text?.Damage ?? _id?.Damage) is { } damage)
            {
                yield return new SourceRejection(
                    _source,
                    row,
                    $"{first + group.Rows - row:N0} rows from here on cannot be read: {damage}"
                );
                yield break;
            }

            foreach (var notice in _dropped.Take())
                yield return notice;
            yield return item;
        }
    }

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
                    id = value is null ? null : RecordId.Checked(value, $"column \"{field.Name}\"");
                else if (value is not null)
                    metadata.Add(field.Name, value);
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
            : new SourceRejection(
                _source,
                row,
                $"the document is empty: column \"{_options.TextField}\" is {(text is null ? "null" : "\"\"")}"
            );
    }
}
