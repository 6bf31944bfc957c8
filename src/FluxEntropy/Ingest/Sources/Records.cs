using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace FluxEntropy.Ingest.Sources;

/// <summary>Finds out what a file holds, by its first bytes and its name, and hands it to the format that reads it.</summary>
internal static class Records
{
    private static readonly StreamPipeReaderOptions Buffers = new(bufferSize: 1 << 16, minimumReadSize: 1 << 12, leaveOpen: true);

    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceFile file, Stream stream, SourceOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, Buffers);
        var name = file.Name;
        if (await StartsWithAsync(pipe, GzipInput.Magic.ToArray(), cancellationToken).ConfigureAwait(false))
        {
            pipe = PipeReader.Create(GzipInput.Open(pipe.AsStream()), Buffers);
            name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        }

        if (options.Format == SourceFormat.Auto && Unsupported(name) is { } reason)
        {
            yield return new SourceRejection(file.Name, 0, reason);
            yield break;
        }

        // A byte-order mark is no text.
        await StartsWithAsync(pipe, [0xef, 0xbb, 0xbf], cancellationToken, skip: true).ConfigureAwait(false);
        var format = options.Format != SourceFormat.Auto ? options.Format
            : file.Path is not null ? OfName(name)
            : await StartsWithAsync(pipe, "{"u8.ToArray(), cancellationToken).ConfigureAwait(false) ? SourceFormat.JsonLines
            : SourceFormat.Text;
        var items = format == SourceFormat.JsonLines
            ? JsonLines.ReadAsync(file.Name, pipe, options, cancellationToken)
            : PlainText.ReadAsync(file.Name, pipe, options, cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
            yield return item;
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static SourceFormat OfName(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
        _ => SourceFormat.Text,
    };

    private static string? Unsupported(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".parquet" or ".arrow" => "tables are not read; convert it to JSON lines",
        ".zst" or ".xz" or ".bz2" or ".zip" or ".7z" or ".tar" or ".tgz" => "of compressed files only gzip is read; unpack it or compress it with gzip",
        _ => null,
    };

    private static async ValueTask<bool> StartsWithAsync(
        PipeReader pipe, byte[] bytes, CancellationToken cancellationToken, bool skip = false)
    {
        var buffer = (await pipe.ReadAtLeastAsync(bytes.Length, cancellationToken).ConfigureAwait(false)).Buffer;
        var found = buffer.Length >= bytes.Length && System.Buffers.BuffersExtensions.ToArray(buffer.Slice(0, bytes.Length)).AsSpan().SequenceEqual(bytes);
        pipe.AdvanceTo(found && skip ? buffer.GetPosition(bytes.Length) : buffer.Start);
        return found;
    }
}
