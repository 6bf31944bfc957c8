using System.Buffers;
using System.IO.Compression;
using FluxEntropy.Sources.Compression;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;

namespace FluxEntropy.Sources.Formats;

/// <summary>Bodies of HTTP that were sent compressed (RFC 9110, Content-Encoding).</summary>
internal static class HttpEncoding
{
    /// <summary>A body as it was before it was compressed; as it is where its bytes are not what the header says.</summary>
    /// <param name="body">As it was sent.</param>
    /// <param name="encodings">The header, which names one encoding, or several in the order in which they were applied.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">It is damaged, too long, or compressed in a way that is not known.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> DecodedAsync(
        ReadOnlyMemory<byte> body,
        string encodings,
        CancellationToken cancellationToken
    )
    {
        foreach (var encoding in encodings.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries).Reverse())
        {
            // Some archives keep the header of a body that they have decompressed.
            if (body.IsEmpty || encoding is "" or "identity" || !IsSo(encoding, body.Span))
                continue;
            try
            {
                using var unpacked = Open(encoding, body);
                body = await ReadAsync(unpacked, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception damage)
                when (damage is InvalidDataException or ArchiveDamageException or SharpZipBaseException)
            {
                throw new FormatException($"the response is compressed ({encoding}), and damaged", damage);
            }
        }
        return body;
    }

    /// <summary>Whether bytes are what the header says; Brotli and bare deflate have nothing to know them by but being no text.</summary>
    private static bool IsSo(string encoding, ReadOnlySpan<byte> body) =>
        encoding switch
        {
            "gzip" or "x-gzip" or "zstd" => Archive.Of(body) is not null,
            "br" or "deflate" => !System.Text.Unicode.Utf8.IsValid(body),
            _ => throw new FormatException($"the response is compressed ({encoding}), which is not read"),
        };

    private static Stream Open(string encoding, ReadOnlyMemory<byte> body)
    {
        var bytes = new MemoryStream(body.ToArray(), writable: false);
        return encoding switch
        {
            "br" => new MemoryStream(Brotli(body.Span), writable: false),
            "deflate" => new InflaterInputStream(bytes, new Inflater(noHeader: !HasHeader(body.Span))),
            _ => Archive.Of(body.Span)!.Open(bytes),
        };
    }

    /// <summary>Whether deflated bytes have the header of zlib, as they should and often have not.</summary>
    private static bool HasHeader(ReadOnlySpan<byte> body) =>
        body is [var method, var flags, ..] && (method & 0x0f) == 8 && ((method << 8) | flags) % 31 == 0;

    // The library's stream takes a body that is cut off for a whole one.
    private static byte[] Brotli(ReadOnlySpan<byte> body)
    {
        using var decoder = new BrotliDecoder();
        var text = new ArrayBufferWriter<byte>();
        while (true)
        {
            var status = decoder.Decompress(body, text.GetSpan(1 << 16), out var read, out var written);
            text.Advance(written);
            body = body[read..];
            if (status == OperationStatus.Done)
                return text.WrittenSpan.ToArray();
            if (status != OperationStatus.DestinationTooSmall)
                throw new InvalidDataException();
            CheckLength(text.WrittenCount);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream unpacked, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            body.Write(buffer, 0, count);
            CheckLength(body.Length);
        }
        return body.ToArray();
    }

    private static void CheckLength(long bytes)
    {
        if (bytes > SourceOptions.MaxRecordBytes)
            throw new FormatException(
                $"the response is longer than {SourceOptions.MaxRecordBytes >> 20} MiB once decompressed; split the document"
            );
    }
}
