using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Replaces parts of texts.</summary>
internal static class Replacing
{
    /// <summary>The text with a part replaced by another.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="old">The part; "" stands before each character and at the end.</param>
    /// <param name="fresh">What takes its place.</param>
    /// <param name="most">Replacements at most, from the start; below 0 for all.</param>
    public static string Of(string text, string old, string fresh, int most, Budget budget)
    {
        var places = old.Length == 0 ? CodePoints.Length(text) + 1L : text.AsSpan().Count(old);
        var count = most < 0 ? places : Math.Min(most, places);
        budget.ChargeText(text.Length + (count * fresh.Length));
        if (old.Length == 0)
            return Between(text, fresh, count);
        var result = new StringBuilder();
        var done = 0;
        for (; count > 0; count--)
        {
            var at = text.IndexOf(old, done, StringComparison.Ordinal);
            result.Append(text, done, at - done).Append(fresh);
            done = at + old.Length;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private static string Between(string text, string fresh, long count)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            result.Append(count-- > 0 ? fresh : "").Append(rune);
        return result.Append(count > 0 ? fresh : "").ToString();
    }
}
