using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>Cuts a piece of text into smaller pieces, within which alone tokens are formed.</summary>
internal interface IPreTokenizer
{
    /// <summary>Adds the pieces of [start, start + length) in order; together they are the whole.</summary>
    void Split(string text, int start, int length, List<(int Start, int Length)> pieces);
}

/// <summary>Each match of a pattern is a piece, and so is what lies between matches.</summary>
internal sealed class RegexPreTokenizer : IPreTokenizer
{
    /// <summary>The splitting rule of GPT-2, which byte-level pre-tokenizers use unless they are told not to.</summary>
    internal const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>A pattern from outside may backtrack without end; no text needs this long.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMinutes(1);

    private readonly Regex _pattern;
    private readonly string _place;

    /// <param name="pattern">The pattern, in .NET's syntax.</param>
    /// <param name="place">File and field that it comes from, for messages.</param>
    /// <param name="matchTimeout">The longest that one match may take. The default value is one minute.</param>
    /// <exception cref="ArgumentException">The pattern is not one that .NET understands.</exception>
    internal RegexPreTokenizer(string pattern, string place = "pre-tokenizer", TimeSpan? matchTimeout = null) =>
        (_pattern, _place) = (
            new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, matchTimeout ?? MatchTimeout),
            place
        );

    /// <summary>Characters that stand for those beyond U+FFFF, one for each category.</summary>
    internal static IEnumerable<char> StandInCharacters => StandIns.All;

    public void Split(string text, int start, int length, List<(int Start, int Length)> pieces)
    {
        var piece = text.AsSpan(start, length);
        try
        {
            if (piece.IndexOfAnyInRange('\ud800', '\udfff') >= 0)
                SplitAstral(piece, start, pieces);
            else
                Split(piece, start, null, pieces);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new InvalidDataException(
                $"{_place}: the pattern searched {e.MatchTimeout.TotalSeconds} s for the next piece of a text of {length} characters; it backtracks too much",
                e
            );
        }
    }

    private void Split(ReadOnlySpan<char> piece, int start, int[]? origins, List<(int Start, int Length)> pieces)
    {
        int Origin(int at) => start + (origins is null ? at : origins[at]);
        var done = 0;
        foreach (var match in _pattern.EnumerateMatches(piece))
        {
            if (match.Length == 0)
                continue;
            if (match.Index > done)
                pieces.Add((Origin(done), Origin(match.Index) - Origin(done)));
            done = match.Index + match.Length;
            pieces.Add((Origin(match.Index), Origin(done) - Origin(match.Index)));
        }

        if (done < piece.Length)
            pieces.Add((Origin(done), Origin(piece.Length) - Origin(done)));
    }

    /// <summary>
    /// .NET's classes look at UTF-16 units, where a letter beyond U+FFFF is no letter and counts twice. So a stand-in of
    /// the same category is matched for each such character.
    /// </summary>
    private void SplitAstral(ReadOnlySpan<char> piece, int start, List<(int Start, int Length)> pieces)
    {
        var shadow = new char[piece.Length];
        var origins = new int[piece.Length + 1];
        var (at, length) = (0, 0);
        while (at < piece.Length)
        {
            Rune.DecodeFromUtf16(piece[at..], out var rune, out var units);
            shadow[length] = units == 1 ? piece[at] : StandIns.Of(Rune.GetUnicodeCategory(rune));
            origins[length++] = at;
            at += units;
        }

        origins[length] = piece.Length;
        Split(shadow.AsSpan(0, length), start, origins, pieces);
    }

    private static class StandIns
    {
        private static readonly Dictionary<UnicodeCategory, char> ByCategory = Enumerable
            .Range(0x250, 0xFFFE - 0x250)
            .Select(unit => (char)unit)
            .GroupBy(char.GetUnicodeCategory)
            .ToDictionary(group => group.Key, group => group.First());

        internal static IEnumerable<char> All => ByCategory.Values;

        internal static char Of(UnicodeCategory category) => ByCategory[category];
    }
}

/// <summary>Numeric characters apart from all others: each for itself, or runs of them together.</summary>
internal sealed class DigitPreTokenizer(bool individually) : IPreTokenizer
{
    public void Split(string text, int start, int length, List<(int Start, int Length)> pieces)
    {
        var (end, pieceStart, wasDigit) = (start + length, start, false);
        for (var at = start; at < end; )
        {
            Rune.DecodeFromUtf16(text.AsSpan(at, end - at), out var rune, out var units);
            var isDigit = Rune.IsNumber(rune);
            if (at > pieceStart && (isDigit != wasDigit || (isDigit && individually)))
            {
                pieces.Add((pieceStart, at - pieceStart));
                pieceStart = at;
            }

            wasDigit = isDigit;
            at += units;
        }

        if (end > pieceStart)
            pieces.Add((pieceStart, end - pieceStart));
    }
}

/// <summary>Applies each pre-tokenizer to the pieces of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(string text, int start, int length, List<(int Start, int Length)> pieces)
    {
        List<(int Start, int Length)> current = length == 0 ? [] : [(start, length)];
        foreach (var step in steps)
        {
            var next = new List<(int Start, int Length)>(current.Count * 4);
            foreach (var piece in current)
                step.Split(text, piece.Start, piece.Length, next);
            current = next;
        }

        pieces.AddRange(current);
    }
}
