using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace FluxEntropy.Compaction;

/// <summary>
/// A score table as Parquet, compressed with zstd, in row groups of 131,072 rows. Columns, the last two kinds optional:
/// <code>
/// id        string   document id
/// shard     int32    shard of the corpus
/// row       int32    row within the shard; never changes
/// segment   int32    segment that the row is in
/// tokens    int32    tokens as fed to the model, BOS included
/// held_out  boolean  held out from training: in no bin
/// failure   string   why the model could not score it
/// METRIC    float    a column for each metric of the score files, such as entropy.mean; null where the document has no such
///                    value, or is not scored under the metric
/// </code>
/// The file's metadata: <c>fluxentropy.table</c>, a <see cref="ScoreTableHeader"/> as JSON, and <c>fluxentropy.xxh3</c>,
/// <see cref="ScoreTable.Checksum"/> as 16 hexadecimal digits, which is verified on reading.
/// </summary>
public static class ScoreTableFile
{
    private const int GroupRows = 1 << 17;
    private const string HeaderKey = "fluxentropy.table";
    private const string ChecksumKey = "fluxentropy.xxh3";

    /// <summary>Bytes of the file.</summary>
    public static async Task<byte[]> EncodeAsync(ScoreTable table)
    {
        using var stream = new MemoryStream();
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        var schema = new ScoreTableSchema(table.Metrics);
        await using (var writer = await ParquetWriter.CreateAsync(schema.Schema, stream, options))
        {
            writer.CustomMetadata = new Dictionary<string, string>
            {
                [HeaderKey] = JsonSerializer.Serialize(table.Header),
                [ChecksumKey] = table.Checksum.ToString("x16", CultureInfo.InvariantCulture),
            };
            for (var from = 0; from < table.Rows.Count; from += GroupRows)
                await WriteAsync(writer, table, schema, from, Math.Min(GroupRows, table.Rows.Count - from));
        }
        return stream.ToArray();
    }

    /// <summary>Reads and checks a table.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not a score table.</exception>
    public static async Task<ScoreTable> ReadAsync(
        byte[] bytes,
        string path,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
            var header = reader.CustomMetadata.TryGetValue(HeaderKey, out var json)
                ? JsonSerializer.Deserialize<ScoreTableHeader>(json)
                : null;
            var table = new ScoreTable(
                header
                    ?? throw new InvalidDataException(
                        $"{path}: not a table of scores: its metadata has no {HeaderKey}."
                    ),
                [.. reader.Schema.Fields.Skip(ScoreTableSchema.FixedColumns).Select(field => field.Name)]
            );
            var schema = new ScoreTableSchema(table.Metrics);
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                await ReadAsync(group, table, schema, cancellationToken);
            }
            var checksum = table.Checksum.ToString("x16", CultureInfo.InvariantCulture);
            return reader.CustomMetadata.GetValueOrDefault(ChecksumKey) == checksum
                ? table
                : throw new InvalidDataException(
                    $"{path}: damaged: the checksum of its rows is {checksum}, and its metadata says "
                        + $"{reader.CustomMetadata.GetValueOrDefault(ChecksumKey)}."
                );
        }
        catch (Exception exception)
            when (exception is not InvalidDataException and not OperationCanceledException and not OutOfMemoryException)
        {
            throw new InvalidDataException(
                $"{path}: damaged: " + $"{exception.Message.ReplaceLineEndings(" ")}",
                exception
            ); // the reader fails in many ways on bytes that are no Parquet
        }
    }

    private static async Task WriteAsync(
        ParquetWriter writer,
        ScoreTable table,
        ScoreTableSchema schema,
        int from,
        int count
    )
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(schema.Id, table.Ids.GetRange(from, count));
        await group.WriteAsync<int>(schema.Shard, Enumerable.Repeat(table.Header.Shard, count).ToArray());
        await group.WriteAsync<int>(schema.Row, table.Rows.GetRange(from, count).ToArray());
        await group.WriteAsync<int>(schema.Segment, table.Segments.GetRange(from, count).ToArray());
        await group.WriteAsync<int>(schema.Tokens, table.Tokens.GetRange(from, count).ToArray());
        await group.WriteAsync<bool>(schema.HeldOut, table.HeldOut.GetRange(from, count).ToArray());
        await group.WriteAsync(schema.Failure, table.Failures.GetRange(from, count)!);
        for (var metric = 0; metric < schema.Metrics.Length; metric++)
        {
            float?[] values =
            [
                .. table
                    .Metric(metric)
                    .GetRange(from, count)
                    .Select(value => float.IsNaN(value) ? (float?)null : value),
            ];
            await group.WriteAsync<float>(schema.Metrics[metric], values);
        }
        group.CompleteValidate();
    }

    private static async Task ReadAsync(
        ParquetRowGroupReader group,
        ScoreTable table,
        ScoreTableSchema schema,
        CancellationToken cancellationToken
    )
    {
        var rows = checked((int)group.RowCount);
        table.Ids.AddRange((await TextsAsync(schema.Id)).Select(id => id!));
        table.Rows.AddRange(await ValuesAsync(schema.Row));
        table.Segments.AddRange(await ValuesAsync(schema.Segment));
        table.Tokens.AddRange(await ValuesAsync(schema.Tokens));
        table.HeldOut.AddRange(await ValuesAsync(schema.HeldOut));
        table.Failures.AddRange(await TextsAsync(schema.Failure));
        for (var metric = 0; metric < schema.Metrics.Length; metric++)
        {
            var values = new float?[rows];
            await group.ReadAsync(schema.Metrics[metric], values.AsMemory(), null, cancellationToken);
            table.Metric(metric).AddRange(values.Select(value => value ?? float.NaN));
        }

        async Task<string?[]> TextsAsync(DataField<string> field)
        {
            var texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory(), null, cancellationToken);
            return texts;
        }

        async Task<T[]> ValuesAsync<T>(DataField<T> field)
            where T : struct
        {
            var values = new T[rows];
            await group.ReadAsync(field, values.AsMemory(), null, cancellationToken);
            return values;
        }
    }
}
