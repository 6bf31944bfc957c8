using System.Text;
using FluxEntropy.Sources.Compression;

namespace FluxEntropy.Sources.Files;

/// <summary>Text in UTF-16, which some programs of Windows write, as UTF-8.</summary>
internal static class Utf16Text
{
    /// <summary>The same text in UTF-8; null where the first bytes are not those of UTF-16.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="bytes">All of them; half of a surrogate pair throws <see cref="InvalidDataException"/> when it is reached.</param>
    public static Stream? Transcoded(ReadOnlySpan<byte> start, Stream bytes)
    {
        if (BigEndian(start) is not { } bigEndian)
            return null;
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true);
        return new ArchiveStream(Encoding.CreateTranscodingStream(bytes, encoding, new UTF8Encoding(false)), failure =>
            failure is DecoderFallbackException
                ? new ArchiveDamageException("the text is not UTF-16 from here on, as its beginning is", failure)
                : null
        );
    }

    /// <summary>Two bytes of order mark say which it is; without them, two first characters of ASCII do.</summary>
    private static bool? BigEndian(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xff, 0xfe, ..] => false,
            [0xfe, 0xff, ..] => true,
            [(> 0 and < 0x80), 0, (> 0 and < 0x80), 0, ..] => false,
            [0, (> 0 and < 0x80), 0, (> 0 and < 0x80), ..] => true,
            _ => null,
        };
}
