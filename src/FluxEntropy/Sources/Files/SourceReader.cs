using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using FluxEntropy.Sources.Compression;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Sources.Files;

/// <summary>Finds out what a file holds, by its first bytes and its name, and hands it to the format that reads it.</summary>
internal static class SourceReader
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
        if (options.Format is null && Refusal(file.Name, archive) is { } reason)
        {
            yield return new SourceRejection(file.Name, 0, reason);
            yield break;
        }

        using var unpacked = archive?.Open(pipe.AsStream());
        if (unpacked is not null)
            pipe = PipeReader.Create(unpacked, Buffers);
        var format = options.Format ?? await FormatAsync(file, pipe, cancellationToken).ConfigureAwait(false);
        var content = new SourceContent
        {
            Name = file.Name,
            Pipe = pipe,
            File = archive is null && stream.CanSeek ? stream : null,
            Progress = progress,
        };
        await foreach (var item in format.ReadAsync(content, options, cancellationToken).ConfigureAwait(false))
            yield return item;
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static async ValueTask<ISourceFormat> FormatAsync(
        SourceFile file,
        PipeReader pipe,
        CancellationToken cancellationToken
    ) =>
        file.Path is not null
            ? SourceFormats.OfFile(Archive.Inside(file.Name))
            : SourceFormats.OfStart(await StartAsync(pipe, 4, cancellationToken).ConfigureAwait(false));

    private static string? Refusal(string name, Archive? archive)
    {
        if (archive is null && Archive.OfName(name) is { } named)
            return $"its name says {named.Name}, its first bytes do not: it is empty, truncated or not "
                + "compressed; fetch it again, or name it for what it is";
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
}
