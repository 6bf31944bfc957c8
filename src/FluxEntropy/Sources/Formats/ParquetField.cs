using System.Text;
using FluxEntropy.Lines;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>One field of the records of a table: a column, and how its values become text.</summary>
/// <param name="column">The column; it lies in no list.</param>
/// <param name="index">Which of a row group's chunks it is.</param>
internal sealed class ParquetField(ParquetColumn column, int index) : IParquetField
{
    private readonly ParquetText.Writer? _writer = ParquetText.Of(column.Element);
    private ColumnReader? _values;

    public string Name => column.Name;

    /// <summary>Whether its values are bytes, which are text if they are UTF-8.</summary>
    public bool IsText { get; } =
        column.Element.Type == Parquet.Meta.Type.BYTE_ARRAY && ParquetText.Of(column.Element) is null;

    /// <summary>Whether values have a text; bytes that are not declared to be text are an image or the like.</summary>
    public bool IsMetadata { get; } =
        ParquetText.IsDeclared(column.Element) || ParquetText.Of(column.Element) is not null;

    public bool IsReal { get; } =
        column.Element.Type is Parquet.Meta.Type.FLOAT or Parquet.Meta.Type.DOUBLE
        || column.Element.Meaning is { Kind: ParquetMeaning.Float16 };

    public string? Damage { get; private set; }

    public void Open(Stream file, long dataBytes, ParquetRowGroup group)
    {
        (Damage, _values) = (null, null);
        if (index >= group.Chunks.Count)
            Damage = "it is damaged: the row group has fewer columns than the table";
        else if (group.Chunks[index] is var chunk && chunk.Values != group.Rows)
            Damage = $"it is damaged: column \"{Name}\" has {Math.Max(0, chunk.Values):N0} values";
        else
            _values = new(file, dataBytes, column, chunk);
    }

    public string? Next()
    {
        if (Damage is not null)
            return null;
        ReadOnlySpan<byte> value;
        try
        {
            if (!_values!.Read(out value))
                return null;
        }
        catch (Exception failure) when (TableFault.IsOfTheFile(failure))
        {
            Damage = TableFault.Reason(failure);
            return null;
        }

        return _writer is null ? Text(value) : _writer(value);
    }

    private string Text(ReadOnlySpan<byte> value)
    {
        if (value.Length > RecordLimit.Bytes)
            throw new FormatException(
                $"column \"{Name}\" is longer than {RecordLimit.Bytes >> 20} MiB; split the document"
            );
        return Utf8Text.Fault(value, 0) is { } fault
            ? throw new FormatException($"column \"{Name}\": {fault}")
            : Encoding.UTF8.GetString(value);
    }
}
