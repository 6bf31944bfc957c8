using System.Text;
using FluxEntropy.Models.Tokenizers.Encodings;

namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>A text after normalisation, and which part of the original each of its characters comes from.</summary>
/// <param name="Text">The normalised text.</param>
/// <param name="Sources">
/// The original part of each UTF-16 unit; null where text and original are one and the same. [units]
/// </param>
internal readonly record struct NormalizedText(string Text, TokenSpan[]? Sources)
{
    internal static NormalizedText Unchanged(string text) => new(text, null);

    /// <summary>The original part behind one unit of the text.</summary>
    internal TokenSpan Source(int unit) => Sources is null ? new TokenSpan(unit, unit + 1) : Sources[unit];

    /// <summary>A part of it, that knows its place in the original still.</summary>
    /// <param name="start">First unit.</param>
    /// <param name="end">The unit after the last.</param>
    internal NormalizedText Slice(int start, int end)
    {
        if (start == 0 && end == Text.Length)
            return this;
        var sources = new TokenSpan[end - start];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = Source(start + i);
        return new NormalizedText(Text[start..end], sources);
    }

    /// <summary>Puts a string before the text; it comes from nowhere.</summary>
    internal NormalizedText Prepend(string prefix)
    {
        var sources = new TokenSpan[prefix.Length + Text.Length];
        for (var i = 0; i < Text.Length; i++)
            sources[prefix.Length + i] = Source(i);
        return new NormalizedText(prefix + Text, sources);
    }

    /// <summary>Replaces each occurrence; what replaces it comes from the whole occurrence.</summary>
    internal NormalizedText Replace(string pattern, string replacement)
    {
        if (pattern.Length == replacement.Length && pattern.Length == 1)
            return this with { Text = Text.Replace(pattern[0], replacement[0]) };
        var text = new StringBuilder();
        var sources = new List<TokenSpan>();
        var at = 0;
        while (at < Text.Length)
        {
            if (string.CompareOrdinal(Text, at, pattern, 0, pattern.Length) != 0)
            {
                text.Append(Text[at]);
                sources.Add(Source(at++));
                continue;
            }

            text.Append(replacement);
            sources.AddRange(
                Enumerable.Repeat(
                    new TokenSpan(Source(at).Start, Source(at + pattern.Length - 1).End),
                    replacement.Length
                )
            );
            at += pattern.Length;
        }

        return new NormalizedText(text.ToString(), [.. sources]);
    }
}
