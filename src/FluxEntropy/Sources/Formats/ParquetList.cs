using System.Text;
using FluxEntropy.Lines;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>The strings of a column that lies in one list, row by row.</summary>
internal sealed class ParquetList(ParquetColumn column, ColumnReader values)
{
    private bool _ahead;
    private string? _value;
    private string? _fault;

    /// <summary>The strings of the next row, of which each may be null.</summary>
    /// <exception cref="FormatException">They are not UTF-8, or longer than a record may be; the next row may be read.</exception>
    /// <exception cref="Exception">Of any other kind: the file is damaged.</exception>
    public List<string?> NextRow()
    {
        if (!_ahead)
            Read();
        if (values.Repetition != 0)
            throw new InvalidDataException("a list that does not begin with a row");
        var (row, length, fault) = (new List<string?>(), 0L, (string?)null);
        do
        {
            fault ??= _fault;
            if (values.Definition >= column.OuterDefinition && length <= RecordLimit.Bytes)
                row.Add(_value);
            length += 16 + (_value?.Length ?? 0);
            _ahead = values.HasNext;
            if (_ahead)
                Read();
        } while (_ahead && values.Repetition > 0);
        if (length > RecordLimit.Bytes)
            fault ??= $"is longer than {RecordLimit.Bytes >> 20} MiB; split the document";
        return fault is null ? row : throw new FormatException($"column \"{column.Name}\" {fault}");
    }

    private void Read()
    {
        (_value, _fault) = (null, null);
        if (!values.Read(out var bytes))
            return;
        if (Utf8Text.Fault(bytes, 0) is { } fault)
            _fault = $"has {fault}";
        else
            _value = Encoding.UTF8.GetString(bytes);
    }
}
