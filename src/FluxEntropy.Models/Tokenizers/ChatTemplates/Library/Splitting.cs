using System.Buffers;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Cuts texts as Python's split(), rsplit(), splitlines() and partition() do.</summary>
internal static class Splitting
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create(
        "\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029"
    );

    /// <summary>The parts between separators; without one, the words between white space.</summary>
    /// <param name="text">What is cut.</param>
    /// <param name="separator">Null for white space.</param>
    /// <param name="most">Cuts at most; below 0 for all.</param>
    /// <param name="fromEnd">Whether cuts are made from the end on.</param>
    public static List<object?> Split(string text, string? separator, int most, bool fromEnd)
    {
        if (separator is { Length: 0 })
            throw new TemplateFault("split is given an empty separator");
        var cuts = most < 0 ? int.MaxValue : most;
        var parts = separator is null
            ? fromEnd
                ? WordsFromEnd(text, cuts)
                : Words(text, cuts)
            : fromEnd
                ? PartsFromEnd(text, separator, cuts)
                : Parts(text, separator, cuts);
        return [.. parts];
    }

    public static List<object?> Lines(string text, bool keepEnds)
    {
        var lines = new List<object?>();
        for (var start = 0; start < text.Length; )
        {
            var end = text.AsSpan(start).IndexOfAny(LineEnds);
            if (end < 0)
            {
                lines.Add(text[start..]);
                break;
            }

            end += start;
            var next = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }

        return lines;
    }

    /// <summary>What stands before a separator, the separator, and what stands behind it.</summary>
    public static Sequence Partition(string text, string separator, bool fromEnd)
    {
        if (separator.Length == 0)
            throw new TemplateFault("partition is given an empty separator");
        var at = fromEnd
            ? text.LastIndexOf(separator, StringComparison.Ordinal)
            : text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
            return fromEnd ? Sequence.Tuple("", "", text) : Sequence.Tuple(text, "", "");
        return Sequence.Tuple(text[..at], separator, text[(at + separator.Length)..]);
    }

    private static IEnumerable<string> Parts(string text, string separator, int cuts)
    {
        var start = 0;
        for (; cuts > 0; cuts--)
        {
            var at = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (at < 0)
                break;
            yield return text[start..at];
            start = at + separator.Length;
        }

        yield return text[start..];
    }

    private static List<string> PartsFromEnd(string text, string separator, int cuts)
    {
        var parts = new List<string>();
        var end = text.Length;
        for (; cuts > 0; cuts--)
        {
            var at = text.AsSpan(0, end).LastIndexOf(separator);
            if (at < 0)
                break;
            parts.Add(text[(at + separator.Length)..end]);
            end = at;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static IEnumerable<string> Words(string text, int cuts)
    {
        var at = 0;
        while (true)
        {
            while (at < text.Length && CodePoints.IsSpace(text[at]))
                at++;
            if (at == text.Length)
                yield break;
            var start = at;
            if (cuts-- == 0)
            {
                yield return CodePoints.Strip(text[start..], null, start: false, end: true);
                yield break;
            }

            while (at < text.Length && !CodePoints.IsSpace(text[at]))
                at++;
            yield return text[start..at];
        }
    }

    private static List<string> WordsFromEnd(string text, int cuts)
    {
        var words = new List<string>();
        var end = text.Length;
        while (true)
        {
            while (end > 0 && CodePoints.IsSpace(text[end - 1]))
                end--;
            if (end == 0)
                break;
            if (cuts-- == 0)
            {
                words.Add(CodePoints.Strip(text[..end], null, start: true, end: false));
                break;
            }

            var stop = end;
            while (end > 0 && !CodePoints.IsSpace(text[end - 1]))
                end--;
            words.Add(text[end..stop]);
        }

        words.Reverse();
        return words;
    }
}
