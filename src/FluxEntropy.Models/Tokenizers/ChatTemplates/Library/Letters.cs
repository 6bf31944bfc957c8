using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>
/// Texts in other letters, as Python's methods have it. One character never becomes several but for ß: of the hundred
/// such characters of Unicode, only it is common.
/// </summary>
internal static class Letters
{
    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string Lower(string text) => text.ToLowerInvariant();

    /// <summary>The first character in upper case, the others in lower case.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0 || !Rune.TryGetRuneAt(text, 0, out var first))
            return text;
        var upper = first.Value == 'ß' ? "Ss" : Rune.ToUpperInvariant(first).ToString();
        return upper + Lower(text[first.Utf16SequenceLength..]);
    }

    /// <summary>Each run of letters capitalised.</summary>
    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            title.Append(
                inWord ? Rune.ToLowerInvariant(rune).ToString()
                : rune.Value == 'ß' ? "Ss"
                : Rune.ToUpperInvariant(rune).ToString()
            );
            inWord = IsCased(rune);
        }

        return title.ToString();
    }

    public static string SwapCase(string text) =>
        string.Concat(
            text.EnumerateRunes().Select(rune => Rune.IsUpper(rune) ? Lower(rune.ToString()) : Upper(rune.ToString()))
        );

    /// <summary>Whether a text has letters of one case, and none of the other.</summary>
    public static bool Are(string text, Func<Rune, bool> ofCase)
    {
        var cased = text.EnumerateRunes().Where(IsCased).ToList();
        return cased.Count > 0 && cased.All(ofCase);
    }

    /// <summary>Whether a text is not empty and holds of each character.</summary>
    public static bool All(string text, Func<Rune, bool> holds) => text.Length > 0 && text.EnumerateRunes().All(holds);

    public static bool IsSpace(string text) => text.Length > 0 && text.All(CodePoints.IsSpace);

    private static bool IsCased(Rune rune) => Rune.IsUpper(rune) || Rune.IsLower(rune);
}
