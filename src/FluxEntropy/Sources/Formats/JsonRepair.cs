using System.Buffers;
using System.Text;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Replaces by null what other programs write into JSON and JSON does not have: NaN and infinities, and values that are
/// nested more than 64 deep.
/// </summary>
public sealed class JsonRepair
{
    private const int MaxDepth = 60; // the parser's own is 64

    private static readonly string[] NotNumbers =
    [
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "+Infinity",
        "nan",
        "inf",
        "-inf",
    ];

    private static readonly SearchValues<byte> Words = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."u8
    );

    private readonly ArrayBufferWriter<byte> _repaired = new();
    private readonly Dictionary<string, string> _dropped = [];

    /// <summary>Fields of the record in which something was replaced, and why.</summary>
    public IReadOnlyDictionary<string, string> Dropped => _dropped;

    /// <summary>The record without them, until the next is asked for; null where there is nothing of the kind.</summary>
    public ReadOnlyMemory<byte>? Of(ReadOnlySpan<byte> record)
    {
        _repaired.ResetWrittenCount();
        _dropped.Clear();
        var (depth, field) = (0, "");
        for (var i = 0; i < record.Length; )
        {
            var length = Piece(record[i..]);
            var piece = record.Slice(i, length);
            i += length;
            depth += piece[0] is (byte)'{' or (byte)'[' ? 1 : 0;
            if (piece[0] == '"' && depth == 1 && record[i..].TrimStart(" \t\r\n"u8) is [(byte)':', ..])
                field = Encoding.UTF8.GetString(piece).Trim('"');
            if (depth <= MaxDepth)
                Write(piece, field);
            else if (depth == MaxDepth + 1 && piece[0] is (byte)'{' or (byte)'[')
                Replace(field, $"a value is nested more than {MaxDepth} deep");
            depth -= piece[0] is (byte)'}' or (byte)']' ? 1 : 0;
        }

        return _dropped.Count > 0 ? _repaired.WrittenMemory : default(ReadOnlyMemory<byte>?); // null alone would be an empty one
    }

    /// <summary>Length of a string, a word, or one other byte.</summary>
    private static int Piece(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] == '"')
        {
            var end = 1;
            while (end < bytes.Length && bytes[end] != '"')
                end += bytes[end] == '\\' ? 2 : 1;
            return Math.Min(end + 1, bytes.Length);
        }

        var word = bytes.IndexOfAnyExcept(Words);
        return word < 0 ? bytes.Length : Math.Max(1, word);
    }

    private void Write(ReadOnlySpan<byte> piece, string field)
    {
        if (piece[0] != '"' && piece.Length is > 2 and < 10 && NotNumbers.Contains(Encoding.ASCII.GetString(piece)))
            Replace(field, "it is no number of JSON (NaN or infinite)");
        else
            _repaired.Write(piece);
    }

    private void Replace(string field, string reason)
    {
        _dropped.TryAdd(field, reason);
        _repaired.Write("null"u8);
    }
}
