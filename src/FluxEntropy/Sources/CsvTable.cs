using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace FluxEntropy.Sources;

/// <summary>
/// CSV and TSV below a row of column names: one column is the text, one perhaps the id, the others are kept as metadata,
/// where they are not empty and have a name.
/// </summary>
internal sealed class CsvTable
{
    private readonly string _source;
    private readonly string[] _columns;
    private readonly int _text;
    private readonly int _id;

    private CsvTable(string source, string[] columns, int text, int id) =>
        (_source, _columns, _text, _id) = (source, columns, text, id);

    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        string source,
        PipeReader pipe,
        char delimiter,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var records = new LineReader(pipe, SourceOptions.MaxRecordBytes, new CsvQuoting((byte)delimiter));
        var fields = new CsvFields(delimiter);
        CsvTable? table = null;
        while (await records.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (records.Line is { IsEmpty: true })
                continue;
            SourceItem? item = null;
            try
            {
                var values = fields.Of(TextOf(records));
                if (table is null)
                    table = Below(source, values, options);
                else
                    item = table.Document(records.Number, values);
            }
            catch (FormatException wrong)
            {
                item = new SourceRejection(source, records.Number, wrong.Message);
            }

            if (item is not null)
                yield return item;
            if (table is null)
                yield break;
        }

        if (table is null)
            yield return new SourceRejection(source, 1, "the file is empty; a row of column names was expected");
    }

    private static string TextOf(LineReader records)
    {
        if (records.Line is not { } record)
            throw new FormatException(
                $"the record is longer than {SourceOptions.MaxRecordBytes >> 20} MiB; split the document, or close the quote that opens on this line"
            );
        return Utf8Text.Fault(record.Span, records.Offset) is { } fault
            ? throw new FormatException(fault)
            : Encoding.UTF8.GetString(record.Span);
    }

    private static CsvTable Below(string source, string[] header, SourceOptions options)
    {
        if (
            header.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(names => names.Count() > 1) is
            { } twice
        )
            throw new FormatException($"two columns are named \"{twice.Key}\"; give each a name of its own");
        var text = Array.IndexOf(header, options.TextField);
        return text < 0 && options.TextField is not null
            ? throw new FormatException(TableColumns.Missing(options.TextField, header))
            : new(source, header, text, Array.IndexOf(header, options.IdField));
    }

    private SourceDocument Document(long line, string[] values)
    {
        if (values.Length != _columns.Length)
            throw new FormatException(
                $"{values.Length:N0} field{(values.Length == 1 ? "" : "s")} where the header names {_columns.Length:N0}; quote a field that holds a delimiter or a line end"
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
            if (i != _text && i != _id && values[i].Length > 0 && _columns[i].Length > 0)
                metadata.Add(_columns[i], values[i]);
        }

        return new(id, _text >= 0 ? values[_text] : "", metadata, _source, line);
    }
}
