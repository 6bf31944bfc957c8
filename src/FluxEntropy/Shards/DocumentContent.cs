using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace FluxEntropy.Shards;

/// <summary>What makes a text valid, and the hash by which two texts are the same.</summary>
public static class DocumentContent
{
    /// <summary>Maximum bytes of UTF-8: 16 MiB.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>What is wrong with a text, or null.</summary>
    public static string? Problem(string text)
    {
        if (text.Length == 0)
            return "the text is empty";
        if (Encoding.UTF8.GetByteCount(text) is > MaxBytes and var bytes)
            return $"the text has {bytes} bytes of UTF-8: at most {MaxBytes} (16 MiB) are allowed";
        return LoneSurrogate(text) is { } at
            ? $"the text has half a surrogate pair at character {at}: it is not valid Unicode"
            : null;
    }

    /// <summary>XXH128 of the UTF-8 text.</summary>
    public static UInt128 Hash(string text) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text));

    /// <summary>A text hash as 32 hexadecimal digits.</summary>
    public static string Hex(UInt128 hash) => hash.ToString("x32");

    /// <summary>Parses a text hash; null if it is not one.</summary>
    public static UInt128? ParseHex(string hex) =>
        hex.Length == 32
        && UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            ? hash
            : null;

    /// <summary>Index of the first unpaired surrogate, or null.</summary>
    internal static int? LoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }

        return null;
    }
}
