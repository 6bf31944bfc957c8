using System.Buffers;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>A token that is matched in the text as a whole, before any other rule.</summary>
/// <param name="Id">Token id.</param>
/// <param name="Content">The text that it stands for.</param>
/// <param name="Special">Whether it is a control token, which text is not parsed for unless asked.</param>
/// <param name="Normalized">Whether it is matched after normalisation instead of before.</param>
/// <param name="StripsLeft">Whether it swallows white space before it.</param>
/// <param name="StripsRight">Whether it swallows white space after it.</param>
/// <param name="SingleWord">Whether it must stand between non-word characters.</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool Normalized, bool StripsLeft, bool StripsRight, bool SingleWord);

/// <summary>Finds added tokens in a text: the leftmost one, and of several there the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, AddedToken[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    internal AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        _byFirst = tokens.Where(t => t.Content.Length > 0)
            .GroupBy(t => t.Content[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Content.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>The next added token at or after <paramref name="from"/>, with the part of the text that it takes; null when there is none.</summary>
    internal (AddedToken Token, int Start, int End)? Next(string text, int from)
    {
        if (_byFirst.Count == 0)
            return null;
        for (var at = from; at < text.Length; at++)
        {
            var skip = text.AsSpan(at).IndexOfAny(_firsts);
            if (skip < 0)
                return null;
            at += skip;
            foreach (var token in _byFirst[text[at]])
            {
                if (string.CompareOrdinal(text, at, token.Content, 0, token.Content.Length) == 0 && Stands(token, text, at))
                    return Widen(token, text, at, from);
            }
        }

        return null;
    }

    private static bool Stands(AddedToken token, string text, int at) =>
        !token.SingleWord || !(IsWord(text, at - 1) || IsWord(text, at + token.Content.Length));

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    private static (AddedToken Token, int Start, int End) Widen(AddedToken token, string text, int start, int from)
    {
        var end = start + token.Content.Length;
        while (token.StripsLeft && start > from && char.IsWhiteSpace(text[start - 1]))
            start--;
        while (token.StripsRight && end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        return (token, start, end);
    }
}
