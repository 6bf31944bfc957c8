using System.Buffers;
using System.Globalization;
using System.Text;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>What an HTTP response holds behind its headers.</summary>
internal static class HttpBody
{
    /// <summary>The body without the chunks that it was sent in, decompressed.</summary>
    /// <exception cref="FormatException">Its chunks or its compression are damaged, or it is too long.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> OfAsync(
        ReadOnlyMemory<byte> sent,
        Dictionary<string, string> headers,
        CancellationToken cancellationToken
    )
    {
        var chunked =
            headers.TryGetValue("Transfer-Encoding", out var transfer)
            && transfer.Contains("chunked", StringComparison.OrdinalIgnoreCase);
        // Some archives keep the header of a body that they have joined.
        var body = chunked && Joined(sent.Span) is { } joined ? joined : sent;
        return headers.TryGetValue("Content-Encoding", out var encoding)
            ? await HttpEncoding.DecodedAsync(body, encoding, cancellationToken).ConfigureAwait(false)
            : body;
    }

    /// <summary>Bytes as text, in the charset that the content type or the page itself names, else UTF-8.</summary>
    /// <exception cref="FormatException">They are not text of that charset.</exception>
    public static string Text(ReadOnlySpan<byte> bytes, string contentType)
    {
        bytes = ByteOrderMark.Skip(bytes);
        if (Utf8Text.Fault(bytes, 0) is not { } fault)
            return Encoding.UTF8.GetString(bytes);
        var charset = HttpCharset.In(contentType) ?? HttpCharset.OfPage(bytes) ?? throw new FormatException(fault);
        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
            return encoding.WebName == "utf-8" ? throw new FormatException(fault) : encoding.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new FormatException($"the charset \"{charset}\" is not known");
        }
    }

    /// <summary>The chunks as one; null where there are none.</summary>
    private static byte[]? Joined(ReadOnlySpan<byte> sent)
    {
        var body = new ArrayBufferWriter<byte>();
        while (Chunk(sent) is { } chunk)
        {
            if (chunk.Length == 0)
                return body.WrittenSpan.ToArray();
            body.Write(sent.Slice(chunk.Start, chunk.Length));
            sent = sent[(chunk.Start + chunk.Length + 2)..];
        }
        return body.WrittenCount == 0 ? null : throw new FormatException("the response ends before its last chunk");
    }

    /// <summary>Where the bytes of the first chunk lie; null where none is whole.</summary>
    private static (int Start, int Length)? Chunk(ReadOnlySpan<byte> sent)
    {
        var end = sent.IndexOf("\r\n"u8);
        if (end < 0)
            return null;
        var size = Encoding.ASCII.GetString(sent[..end]).Split(';')[0].Trim();
        return
            int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            && length >= 0
            && (length == 0 || sent.Length - end - 4 >= length)
            ? (end + 2, length)
            : null;
    }
}
