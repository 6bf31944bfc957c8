using Parquet;
using Parquet.Schema;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// Parquet in row groups, written as they fill, so that memory stays bounded; compressed with zstd. Columns are
/// optional strings, int32, int64 and floats, and lists of int32 and floats.
/// </summary>
public sealed class ParquetTableWriter : ITableWriter
{
    /// <summary>Values of a row group: tens of megabytes before compression.</summary>
    private const long GroupValues = 2 << 20;

    private readonly ParquetWriter _writer;
    private readonly ColumnBuffer[] _columns;
    private int _next;
    private long _values;

    private ParquetTableWriter(ParquetWriter writer, ColumnBuffer[] columns) => (_writer, _columns) = (writer, columns);

    /// <summary>Begins a file.</summary>
    /// <param name="output">Where it goes, a file or a pipe.</param>
    /// <param name="fields">Its columns.</param>
    /// <param name="metadata">What the file says of itself.</param>
    public static async Task<ParquetTableWriter> CreateAsync(
        Stream output,
        IReadOnlyList<TableField> fields,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        ColumnBuffer[] columns = [.. fields.Select(ColumnBuffer.Of)];
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = System.IO.Compression.CompressionLevel.Optimal,
        };
        var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema([.. columns.Select(column => column.Field)]),
            output,
            options
        );
        writer.CustomMetadata = metadata;
        return new ParquetTableWriter(writer, columns);
    }

    public void Text(string? value) => Take(1).Add(value);

    public void Integer(int? value) => Take(1).Add(value);

    public void Long(long? value) => Take(1).Add(value);

    public void Real(float value) => Take(1).Add(float.IsFinite(value) ? value : (float?)null);

    public void Integers(ReadOnlySpan<int> values) => Take(values.Length).AddList(values);

    public void Reals(ReadOnlySpan<float> values) => Take(values.Length).AddList(values);

    public void EndRow() => _next = 0;

    public ValueTask FlushAsync() => _values >= GroupValues ? WriteGroupAsync() : ValueTask.CompletedTask;

    public async ValueTask FinishAsync()
    {
        if (_values > 0)
            await WriteGroupAsync();
        await _writer.DisposeAsync();
    }

    private async ValueTask WriteGroupAsync()
    {
        using var group = _writer.CreateRowGroup();
        foreach (var column in _columns)
            await column.WriteAsync(group);
        group.CompleteValidate();
        _values = 0;
    }

    private ColumnBuffer Take(int values)
    {
        _values += values;
        return _columns[_next++];
    }
}
