using System.Buffers;
using System.Globalization;
using System.Text;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>What an HTTP response holds behind its headers.</summary>
internal static class HttpBody
{
    /// <summary>The body without the chunks that it was sent in.</summary>
    /// <exception cref="FormatException">It is compressed, or its chunks are damaged.</exception>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> sent, Dictionary<string, string> headers)
    {
        if (
            headers.TryGetValue("Content-Encoding", out var encoding)
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            && sent is [0x1f, 0x8b, ..]
        )
            throw new FormatException(
                $"the response is compressed ({encoding}); write the archive with bodies as they are"
            );
        var chunked =
            headers.TryGetValue("Transfer-Encoding", out var transfer)
            && transfer.Contains("chunked", StringComparison.OrdinalIgnoreCase);
        // Some archives keep the header of a body that they have joined.
        return chunked && Joined(sent) is { } joined ? joined : sent;
    }

    /// <summary>Bytes as text, in the charset that the content type names, else UTF-8.</summary>
    /// <exception cref="FormatException">They are not text of that charset.</exception>
    public static string Text(ReadOnlySpan<byte> bytes, string contentType)
    {
        bytes = ByteOrderMark.Skip(bytes);
        if (Utf8Text.Fault(bytes, 0) is not { } fault)
            return Encoding.UTF8.GetString(bytes);
        var named = contentType.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        if (named < 0)
            throw new FormatException(fault);
        var charset = contentType[(named + 8)..].Split(';')[0].Trim(' ', '"', '\'');
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

    private static byte[]? Joined(ReadOnlySpan<byte> sent)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var end = sent.IndexOf("\r\n"u8);
            if (end < 0)
                return null;
            var size = Encoding.ASCII.GetString(sent[..end]).Split(';')[0].Trim();
            if (!int.TryParse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length) || length < 0)
                return null;
            sent = sent[(end + 2)..];
            if (length == 0)
                return body.WrittenSpan.ToArray();
            if (sent.Length < length + 2L)
                return null;
            body.Write(sent[..length]);
            sent = sent[(length + 2)..];
        }
    }
}
