using System.Text;
using FluxEntropy.Models.Tokenizers.Encodings;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tokenizers.Pipeline;

/// <summary>
/// Where tokens are gathered while a document is encoded, with scratch lists that are used again for each piece.
/// </summary>
internal sealed class TokenOutput(bool withSpans)
{
    internal List<int> Ids { get; } = [];

    internal List<TokenSpan>? Spans { get; } = withSpans ? [] : null;

    internal List<EncodedToken> Tokens { get; } = [];

    internal List<(int Start, int Length)> Pieces { get; } = [];

    internal void Add(int id, int start, int end)
    {
        Ids.Add(id);
        Spans?.Add(new TokenSpan(start, end));
    }

    /// <summary>Adds tokens of the template, which stand nowhere in the text.</summary>
    internal void AddTemplate(IReadOnlyList<int> ids, int at)
    {
        foreach (var id in ids)
            Add(id, at, at);
    }

    /// <summary>
    /// Adds <see cref="Tokens"/>, which stand one after the other from a unit of the normalised text on.
    /// </summary>
    internal void AddTokens(NormalizedText normalized, int unit, int shift)
    {
        if (Spans is null)
        {
            foreach (var token in Tokens)
                Ids.Add(token.Id);
            return;
        }

        var left = 0;
        foreach (var token in Tokens)
        {
            var (first, last) = Cover(normalized.Text, ref unit, ref left, token.Bytes);
            Add(token.Id, shift + normalized.Source(first).Start, shift + normalized.Source(last).End);
        }
    }

    /// <summary>
    /// The units that hold the next <paramref name="bytes"/> UTF-8 bytes. <paramref name="unit"/> is where the current
    /// character starts and <paramref name="used"/> how many of its bytes earlier tokens took.
    /// </summary>
    private static (int First, int Last) Cover(string text, ref int unit, ref int used, int bytes)
    {
        var (first, last) = (unit, unit);
        while (bytes > 0)
        {
            Rune.DecodeFromUtf16(text.AsSpan(unit), out var rune, out var units);
            last = unit + units - 1;
            var taken = Math.Min(bytes, rune.Utf8SequenceLength - used);
            bytes -= taken;
            used += taken;
            if (used == rune.Utf8SequenceLength)
                (unit, used) = (unit + units, 0);
        }

        return (first, last);
    }
}
