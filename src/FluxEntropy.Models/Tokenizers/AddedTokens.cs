using System.Buffers;
using System.Globalization;
using System.Text;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>A token that is matched in the text as a whole, before any other rule.</summary>
/// <param name="Id">Token id.</param>
/// <param name="Content">The text that it stands for.</param>
/// <param name="Special">Whether it is a control token, which text is not parsed for unless asked.</param>
/// <param name="Normalized">Whether it is matched after normalisation instead of before.</param>
/// <param name="StripsLeft">Whether it swallows white space before it.</param>
/// <param name="StripsRight">Whether it swallows white space after it.</param>
/// <param name="SingleWord">Whether it must stand between non-word characters.</param>
internal sealed record AddedToken(
    int Id,
    string Content,
    bool Special,
    bool Normalized,
    bool StripsLeft,
    bool StripsRight,
    bool SingleWord
)
{
    /// <summary>What the text is searched for: the content, normalised like the text where the token is matched after that.</summary>
    internal string Pattern { get; private init; } = Content;

    /// <summary>The token as it is found in a text that went through these steps.</summary>
    internal AddedToken In(IReadOnlyList<Func<NormalizedText, NormalizedText>> normalizers) =>
        Normalized
            ? this with
            {
                Pattern = normalizers.Aggregate(NormalizedText.Unchanged(Content), (text, step) => step(text)).Text,
            }
            : this;
}

/// <summary>
/// Finds added tokens in a text: the leftmost one, and of several there the longest. One that may not stand where it was
/// found still takes its part of the text, in which no other is sought.
/// </summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, AddedToken[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    internal AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        _byFirst = tokens
            .Where(t => t.Pattern.Length > 0)
            .GroupBy(t => t.Pattern[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Pattern.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>The next added token at or after <paramref name="from"/>, with the part of the text that it takes; null when there is none.</summary>
    internal (AddedToken Token, int Start, int End)? Next(string text, int from, bool parseSpecial)
    {
        if (_byFirst.Count == 0)
            return null;
        for (var at = from; at < text.Length; )
        {
            var skip = text.AsSpan(at).IndexOfAny(_firsts);
            if (skip < 0)
                return null;
            at += skip;
            if (Longest(text, at) is not { } token)
                at++;
            else if ((token.Special && !parseSpecial) || !Stands(token, text, at))
                at += token.Pattern.Length;
            else
                return Widen(token, text, at, from);
        }

        return null;
    }

    private AddedToken? Longest(string text, int at) =>
        Array.Find(_byFirst[text[at]], token =>
            string.CompareOrdinal(text, at, token.Pattern, 0, token.Pattern.Length) == 0
        );

    private static bool Stands(AddedToken token, string text, int at)
    {
        if (!token.SingleWord)
            return true;
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var before, out _);
        Rune.DecodeFromUtf16(text.AsSpan(at + token.Pattern.Length), out var after, out _);
        return !IsWord(before) && !IsWord(after);
    }

    /// <summary>Word characters as Unicode's regular expressions have them (UTS #18): alphabetic, marks, decimal digits, connectors, joiners.</summary>
    private static bool IsWord(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
        || rune.Value
            is 0x200C
                or 0x200D
                or (>= 0x24B6 and <= 0x24E9)
                or (>= 0x1F130 and <= 0x1F149)
                or (>= 0x1F150 and <= 0x1F169)
                or (>= 0x1F170 and <= 0x1F189);

    private static (AddedToken Token, int Start, int End) Widen(AddedToken token, string text, int start, int from)
    {
        var end = start + token.Pattern.Length;
        while (token.StripsLeft && start > from && char.IsWhiteSpace(text[start - 1]))
            start--;
        while (token.StripsRight && end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        return (token, start, end);
    }
}
