using System.Buffers;
using System.Text;

namespace FluxEntropy.Models.Tokenizers.AddedTokens;

/// <summary>
/// Finds added tokens in a text: the leftmost one, and of several there the longest. One that may not stand where it
/// was
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

    /// <summary>
    /// The next added token at or after <paramref name="from"/>, with the part of the text that it takes; null when
    /// there is none.
    /// </summary>
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
        return !WordCharacters.Contains(before) && !WordCharacters.Contains(after);
    }

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
