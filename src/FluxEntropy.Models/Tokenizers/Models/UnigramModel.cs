using System.Text;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>
/// The likeliest way to cut a text into pieces that are independent of each other (Kudo 2018, arXiv 1804.10959), by the algorithm of
/// Viterbi. Characters without a piece become bytes, or the unknown token, one for each run of them.
/// </summary>
internal sealed class UnigramModel : ITokenModel
{
    /// <summary>How much less likely than the rarest piece an unknown character is, in nats.</summary>
    private const double UnknownPenalty = 10;

    private readonly PieceTrie _trie = new();
    private readonly double[] _scores;
    private readonly byte[][] _bytes;
    private readonly int[]? _byteIds;
    private readonly int? _unknown;
    private readonly double _unknownScore;

    /// <param name="pieces">All pieces and their log probabilities, by id.</param>
    /// <param name="unknown">Id of the unknown token; null for none.</param>
    /// <param name="byteFallback">Whether unknown characters become the tokens of their bytes.</param>
    /// <exception cref="ArgumentException">A byte has no piece.</exception>
    internal UnigramModel(IReadOnlyList<(string Text, double Score)> pieces, int? unknown, bool byteFallback)
    {
        _scores = [.. pieces.Select(piece => piece.Score)];
        _bytes = [.. pieces.Select(piece => Encoding.UTF8.GetBytes(piece.Text))];
        _unknown = unknown;
        _unknownScore = _scores.Min() - UnknownPenalty;
        for (var id = 0; id < pieces.Count; id++)
            _trie.Add(pieces[id].Text, id);
        if (!byteFallback)
            return;
        _byteIds = [.. Enumerable.Range(0, 256).Select(value => _trie.Find($"<0x{value:X2}>"))];
        if (Array.IndexOf(_byteIds, PieceTrie.None) is >= 0 and var missing)
            throw new ArgumentException($"has no <0x{missing:X2}>", nameof(pieces));
        for (var value = 0; value < 256; value++)
            _bytes[_byteIds[value]] = [(byte)value];
    }

    public int LargestId => _bytes.Length - 1;

    public ReadOnlySpan<byte> Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    /// <exception cref="InvalidDataException">Nothing stands for a character that the vocabulary lacks.</exception>
    public void Encode(ReadOnlySpan<char> piece, List<EncodedToken> tokens)
    {
        var ends = Best(piece);
        var path = new List<(int Start, int End, int Id)>();
        for (var end = piece.Length; end > 0; end = ends[end].Start)
            path.Add((ends[end].Start, end, ends[end].Id));
        path.Reverse();
        var first = tokens.Count;
        foreach (var (start, end, id) in path)
        {
            if (id == PieceTrie.None)
                AddUnknown(piece[start..end], tokens, first);
            else
                tokens.Add(new EncodedToken(id, _bytes[id].Length));
        }
    }

    /// <summary>The last piece of the likeliest way to reach each place, and its score. [units + 1]</summary>
    private (int Start, int Id, double Score)[] Best(ReadOnlySpan<char> text)
    {
        var ends = new (int Start, int Id, double Score)[text.Length + 1];
        Array.Fill(ends, (-1, PieceTrie.None, double.NegativeInfinity));
        ends[0] = (0, PieceTrie.None, 0);
        for (var start = 0; start < text.Length; )
        {
            Rune.DecodeFromUtf16(text[start..], out _, out var units);
            var (score, isKnown, node) = (ends[start].Score, false, PieceTrie.Root);
            for (var end = start; end < text.Length && _trie.Step(ref node, text[end]); )
            {
                end++;
                var id = _trie.IdAt(node);
                if (id == PieceTrie.None)
                    continue;
                isKnown |= end - start == units;
                if (score + _scores[id] > ends[end].Score)
                    ends[end] = (start, id, score + _scores[id]);
            }

            if (!isKnown && score + _unknownScore > ends[start + units].Score)
                ends[start + units] = (start, PieceTrie.None, score + _unknownScore);
            start += units;
        }

        return ends;
    }

    private void AddUnknown(ReadOnlySpan<char> character, List<EncodedToken> tokens, int first)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..Encoding.UTF8.GetBytes(character, bytes)];
        if (_byteIds is not null)
        {
            foreach (var value in bytes)
                tokens.Add(new EncodedToken(_byteIds[value], 1));
            return;
        }

        if (_unknown is not { } unknown)
            throw new InvalidDataException(
                $"\"{Excerpt.Of(character.ToString())}\" cannot be written in the tokenizer's vocabulary, which has neither bytes nor an "
                    + "unknown token"
            );
        if (tokens.Count > first && tokens[^1].Id == unknown)
            tokens[^1] = new EncodedToken(unknown, tokens[^1].Bytes + bytes.Length);
        else
            tokens.Add(new EncodedToken(unknown, bytes.Length));
    }
}
