using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace FluxEntropy.Sources;

/// <summary>Finds out what a file holds, by its first bytes and its name, and hands it to the format that reads it.</summary>
internal static class Records
{
    private static readonly StreamPipeReaderOptions Buffers = new(
        bufferSize: 1 << 16,
        minimumReadSize: 1 << 12,
        leaveOpen: true
    );

    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceFile file,
        Stream stream,
        FileProgress progress,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, Buffers);
        var archive = Archive.Of(await StartAsync(pipe, Archive.MagicBytes, cancellationToken).ConfigureAwait(false));
        if (options.Format == SourceFormat.Auto && Refusal(file.Name, archive) is { } reason)
        {
            yield return new SourceRejection(file.Name, 0, reason);
            yield break;
        }

        using var unpacked = archive?.Open(pipe.AsStream());
        if (unpacked is not null)
            pipe = PipeReader.Create(unpacked, Buffers);
        var format = await FormatAsync(file, pipe, options, cancellationToken).ConfigureAwait(false);
        var items =
            format == SourceFormat.Parquet
                ? ParquetTable.ReadAsync(
                    file.Name,
                    archive is null && stream.CanSeek ? stream : null,
                    pipe,
                    progress,
                    options,
                    cancellationToken
                )
                : TextAsync(format, file.Name, pipe, options, cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
            yield return item;
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<SourceItem> TextAsync(
        SourceFormat format,
        string name,
        PipeReader pipe,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await SkipByteOrderMarkAsync(pipe, cancellationToken).ConfigureAwait(false);
        var items = format switch
        {
            SourceFormat.JsonLines => JsonLines.ReadAsync(name, pipe, options, cancellationToken),
            SourceFormat.Csv => CsvTable.ReadAsync(name, pipe, ',', options, cancellationToken),
            SourceFormat.Tsv => CsvTable.ReadAsync(name, pipe, '\t', options, cancellationToken),
            _ => PlainText.ReadAsync(name, pipe, options, cancellationToken),
        };
        await foreach (var item in items.ConfigureAwait(false))
            yield return item;
    }

    private static async ValueTask<SourceFormat> FormatAsync(
        SourceFile file,
        PipeReader pipe,
        SourceOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.Format != SourceFormat.Auto)
            return options.Format;
        if (file.Path is not null)
            return OfName(Archive.Inside(file.Name));
        return await StartAsync(pipe, 4, cancellationToken).ConfigureAwait(false) switch
        {
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1'] => SourceFormat.Parquet,
            [(byte)'{', ..] or [0xef, 0xbb, 0xbf, (byte)'{'] => SourceFormat.JsonLines,
            _ => SourceFormat.Text,
        };
    }

    private static SourceFormat OfName(string name) =>
        Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
            ".csv" => SourceFormat.Csv,
            ".tsv" => SourceFormat.Tsv,
            ".parquet" => SourceFormat.Parquet,
            _ => SourceFormat.Text,
        };

    private static string? Refusal(string name, Archive? archive)
    {
        if (archive is null && Archive.OfName(name) is { } named)
            return $"its name says {named.Name}, its first bytes do not: it is empty, truncated or not compressed; fetch it again, or name it for what it is";
        return Path.GetExtension(archive is null ? name : Archive.Inside(name)).ToLowerInvariant() switch
        {
            ".arrow" or ".feather" or ".orc" or ".avro" or ".xls" or ".xlsx" =>
                "of tables only CSV, TSV and Parquet are read; convert it to one of those, or to JSON lines",
            ".xz" or ".bz2" or ".lz4" or ".zip" or ".7z" or ".tar" or ".tgz" =>
                "of compressed files only gzip and zstd are read; unpack it or compress it with one of those",
            _ => null,
        };
    }

    /// <summary>The first bytes, or fewer where there are fewer; they are still to be read.</summary>
    private static async ValueTask<byte[]> StartAsync(PipeReader pipe, int bytes, CancellationToken cancellationToken)
    {
        var buffer = (await pipe.ReadAtLeastAsync(bytes, cancellationToken).ConfigureAwait(false)).Buffer;
        var start = buffer.Slice(0, Math.Min(bytes, buffer.Length)).ToArray();
        pipe.AdvanceTo(buffer.Start);
        return start;
    }

    private static async ValueTask SkipByteOrderMarkAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var buffer = (await pipe.ReadAtLeastAsync(3, cancellationToken).ConfigureAwait(false)).Buffer;
        var found = buffer.Length >= 3 && buffer.Slice(0, 3).ToArray() is [0xef, 0xbb, 0xbf];
        pipe.AdvanceTo(found ? buffer.GetPosition(3) : buffer.Start);
    }
}
