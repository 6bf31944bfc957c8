using System.Text;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>Texts as Python counts them: by code points, not by UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>White space as Python's strip() takes it: the four separators of ASCII are among it.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    public static int Length(string text)
    {
        var length = text.Length;
        foreach (var character in text)
            length -= char.IsLowSurrogate(character) ? 1 : 0;
        return length;
    }

    /// <summary>Each code point as a text.</summary>
    public static string[] Of(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];

    /// <summary>The text without what a test holds of, at its start, its end or both.</summary>
    public static string Strip(string text, string? characters, bool start, bool end)
    {
        Func<Rune, bool> strips = characters is null
            ? rune => rune.IsBmp && IsSpace((char)rune.Value)
            : characters.EnumerateRunes().ToHashSet().Contains;
        var (from, to) = (0, text.Length);
        while (start && from < to && Rune.TryGetRuneAt(text, from, out var first) && strips(first))
            from += first.Utf16SequenceLength;
        while (
            end
            && to > from
            && Rune.DecodeLastFromUtf16(text.AsSpan(from, to - from), out var last, out var length)
                is System.Buffers.OperationStatus.Done
            && strips(last)
        )
            to -= length;
        return text[from..to];
    }
}
