using System.Text;
using System.Text.RegularExpressions;

namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts a text at the matches of a pattern, which are pieces themselves, or joined to others, or left out.</summary>
internal sealed class RegexPreTokenizer : IPreTokenizer
{
    /// <summary>The splitting rule of GPT-2, which byte-level pre-tokenizers use unless they are told not to.</summary>
    internal const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>A pattern from outside may backtrack without end; no text needs this long.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMinutes(1);

    private readonly Regex _pattern;
    private readonly string _place;
    private readonly SplitBehavior _behavior;
    private readonly bool _inverts;

    /// <param name="pattern">The pattern, in .NET's syntax.</param>
    /// <param name="place">File and field that it comes from, for messages.</param>
    /// <param name="matchTimeout">The longest that one match may take. The default value is one minute.</param>
    /// <param name="behavior">What becomes of matches. The default value makes each a piece.</param>
    /// <param name="inverts">Whether what lies between matches counts as the matches.</param>
    /// <exception cref="ArgumentException">The pattern is not one that .NET understands.</exception>
    internal RegexPreTokenizer(
        string pattern,
        string place = "pre-tokenizer",
        TimeSpan? matchTimeout = null,
        SplitBehavior behavior = SplitBehavior.Isolated,
        bool inverts = false
    ) =>
        (_pattern, _place, _behavior, _inverts) = (
            new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, matchTimeout ?? MatchTimeout),
            place,
            behavior,
            inverts
        );

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
                $"{_place}: the pattern searched {e.MatchTimeout.TotalSeconds} s for "
                    + $"the next piece of a text of {length} characters; it backtracks too much",
                e
            );
        }
    }

    private void Split(ReadOnlySpan<char> piece, int start, int[]? origins, List<(int Start, int Length)> pieces)
    {
        int Origin(int at) => start + (origins is null ? at : origins[at]);
        if (_behavior is not SplitBehavior.Isolated)
        {
            foreach (var (from, to) in Stretches.Join(Found(piece), _behavior))
                pieces.Add((Origin(from), Origin(to) - Origin(from)));
            return;
        }

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

    /// <summary>Matches, and what lies between them, in order.</summary>
    private List<(int Start, int End, bool IsMatch)> Found(ReadOnlySpan<char> piece)
    {
        var stretches = new List<(int Start, int End, bool IsMatch)>();
        var done = 0;
        foreach (var match in _pattern.EnumerateMatches(piece))
        {
            if (match.Length == 0)
                continue;
            if (match.Index > done)
                stretches.Add((done, match.Index, _inverts));
            done = match.Index + match.Length;
            stretches.Add((match.Index, done, !_inverts));
        }

        if (done < piece.Length)
            stretches.Add((done, piece.Length, _inverts));
        return stretches;
    }

    /// <summary>
    /// .NET's classes look at UTF-16 units, where a letter beyond U+FFFF is no letter and counts twice. So a stand-in
    /// of
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
            shadow[length] = units == 1 ? piece[at] : CategoryStandIns.Of(Rune.GetUnicodeCategory(rune));
            origins[length++] = at;
            at += units;
        }

        origins[length] = piece.Length;
        Split(shadow.AsSpan(0, length), start, origins, pieces);
    }
}
