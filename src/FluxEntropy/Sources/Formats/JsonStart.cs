using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>What the first bytes of JSON say of how its records are written.</summary>
internal static class JsonStart
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Bytes = 4096;

    private static ReadOnlySpan<byte> Blank => " \t\r\n"u8;

    /// <summary>Whether bytes begin a record or an array of records.</summary>
    public static bool IsRecord(ReadOnlySpan<byte> start)
    {
        start = Trimmed(ByteOrderMark.Skip(start));
        var inArray = start is [(byte)'[', ..];
        if (inArray)
            start = Trimmed(start[1..]);
        return start is [(byte)'{', ..]
            ? Trimmed(start[1..]) is [] or [(byte)'"' or (byte)'}', ..]
            : inArray && start is [];
    }

    /// <summary>What finds the end of a record; null where each is a line.</summary>
    public static JsonElements? Records(ReadOnlySpan<byte> start)
    {
        start = Trimmed(start);
        if (start is [(byte)'[', ..])
            return new JsonElements(inArray: true);
        // An object whose first line cannot be its end goes on over several.
        var line = start.IndexOf((byte)'\n') is >= 0 and var end ? start[..end] : [];
        return line is [(byte)'{', ..] && line.TrimEnd(Blank) is [.., (byte)'{' or (byte)'[' or (byte)',' or (byte)':']
            ? new JsonElements(inArray: false)
            : null;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> bytes) => bytes.TrimStart(Blank);
}
