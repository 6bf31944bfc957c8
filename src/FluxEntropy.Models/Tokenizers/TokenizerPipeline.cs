using System.Text;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>What a tokenizer's files describe, ready to run.</summary>
internal sealed record TokenizerPipeline
{
    internal required ITokenModel Model { get; init; }

    internal required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Normalisation, in order; none by default.</summary>
    internal IReadOnlyList<Func<NormalizedText, NormalizedText>> Normalizers { get; init; } = [];

    /// <summary>Splitting into pieces; null keeps a text whole.</summary>
    internal IPreTokenizer? PreTokenizer { get; init; }

    /// <summary>Ids that the template puts before a text.</summary>
    internal IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>Ids that the template puts after a text.</summary>
    internal IReadOnlyList<int> Suffix { get; init; } = [];

    /// <summary>Undoes what normalisation did to spaces, for decoding.</summary>
    internal Func<string, string> Restore { get; init; } = text => text;

    internal NormalizedText Normalize(string text) =>
        Normalizers.Aggregate(NormalizedText.Unchanged(text), (current, step) => step(current));

    /// <summary>Tokens of one stretch of normalised text.</summary>
    /// <param name="normalized">The text.</param>
    /// <param name="start">First unit of the stretch.</param>
    /// <param name="end">The unit after its last.</param>
    /// <param name="shift">Where the original of the normalised text starts in the document, in UTF-16 units.</param>
    /// <param name="output">Receives the tokens.</param>
    internal void EncodePieces(NormalizedText normalized, int start, int end, int shift, TokenOutput output)
    {
        if (start == end)
            return;
        var pieces = output.Pieces;
        pieces.Clear();
        if (PreTokenizer is null)
            pieces.Add((start, end - start));
        else
            PreTokenizer.Split(normalized.Text, start, end - start, pieces);
        foreach (var (pieceStart, length) in pieces)
        {
            output.Tokens.Clear();
            Model.Encode(normalized.Text.AsSpan(pieceStart, length), output.Tokens);
            output.AddTokens(normalized, pieceStart, shift);
        }
    }
}

/// <summary>Where tokens are gathered while a document is encoded, with scratch lists that are used again for each piece.</summary>
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

    internal void AddTemplate(IReadOnlyList<int> ids, int at)
    {
        foreach (var id in ids)
            Add(id, at, at);
    }

    /// <summary>Adds <see cref="Tokens"/>, which stand one after the other from a unit of the normalised text on.</summary>
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
