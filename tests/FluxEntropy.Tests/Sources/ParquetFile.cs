using Parquet;
using Parquet.Schema;

namespace FluxEntropy.Tests.Sources;

/// <summary>Parquet files as the library writes them.</summary>
internal static class ParquetFile
{
    /// <summary>Texts and nothing else, one row group.</summary>
    public static Task<byte[]> OfTexts(params string?[] texts) =>
        Of([new DataField<string>("text")], [group => Write(group, 0, texts)]);

    /// <summary>A file of some columns, whose row groups are written one after another.</summary>
    public static async Task<byte[]> Of(
        Field[] columns,
        Func<GroupWriter, Task>[] groups,
        CompressionMethod compression = CompressionMethod.Snappy
    )
    {
        var schema = new ParquetSchema(columns);
        var file = new MemoryStream();
        await using (
            var writer = await ParquetWriter.CreateAsync(
                schema,
                file,
                new ParquetOptions { CompressionMethod = compression }
            )
        )
        {
            foreach (var write in groups)
            {
                using var group = writer.CreateRowGroup();
                await write(new(schema, group));
            }
        }

        return file.ToArray();
    }

    public static async Task Write(GroupWriter group, int column, string?[] values) =>
        await group.Writer.WriteAsync(group.Schema.DataFields[column], values);

    public static async Task Write(GroupWriter group, int column, byte[]?[] values) =>
        await group.Writer.WriteAsync(group.Schema.DataFields[column], values);

    public static async Task Write<T>(GroupWriter group, int column, T[] values)
        where T : struct => await group.Writer.WriteAsync<T>(group.Schema.DataFields[column], values);

    public static async Task Write<T>(GroupWriter group, int column, T?[] values)
        where T : struct =>
        await group.Writer.WriteAsync<T>(group.Schema.DataFields[column], (ReadOnlyMemory<T?>)values);

    public sealed record GroupWriter(ParquetSchema Schema, ParquetRowGroupWriter Writer);
}
