using System.Text;
using System.Text.Unicode;

namespace FluxEntropy.Lines;

/// <summary>Bytes that should be UTF-8: either text, or the reason why not.</summary>
internal static class Utf8Text
{
    /// <summary>
    /// Says where <paramref name="bytes"/> stop being UTF-8, counting from <paramref name="origin"/>; null when they
    /// are.
    /// </summary>
    public static string? Fault(ReadOnlySpan<byte> bytes, long origin)
    {
        if (Utf8.IsValid(bytes))
            return null;
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        var hint = bytes[0] is 0xff or 0xfe ? "; the file looks like UTF-16" : "";
        return $"invalid UTF-8 at byte {origin + at:N0} (0x{bytes[at]:x2}); convert it to UTF-8{hint}";
    }
}
