using System.Globalization;
using System.Text;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>
/// SentencePiece BPE: of all neighbouring pairs that form a piece, the one with the best score merges, the leftmost of
/// equals; characters without a piece become bytes, or the unknown token. Written here because Microsoft.ML.Tokenizers
/// 2.0.1 does not take the leftmost of equals: it splits "!!!!!!" otherwise than SentencePiece and Hugging Face do.
/// </summary>
internal sealed class SentencePieceModel : ITokenModel
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly float[] _scores;
    private readonly byte[][] _bytes;
    private readonly int[]? _byteIds;
    private readonly int _unknown;

    /// <param name="pieces">All pieces by id; exactly one is unknown, and either all bytes are there or none.</param>
    internal SentencePieceModel(IReadOnlyList<Piece> pieces)
    {
        _scores = [.. pieces.Select(piece => piece.Score)];
        _bytes = [.. pieces.Select(Bytes)];
        var byteIds = new int[256];
        foreach (var (id, piece) in pieces.Index())
        {
            switch (piece.Type)
            {
                case PieceType.Normal:
                    _ids.TryAdd(piece.Text, id);
                    break;
                case PieceType.Unknown:
                    _unknown = id;
                    break;
                case PieceType.Byte:
                    byteIds[_bytes[id][0]] = id;
                    break;
            }
        }

        _byteIds = pieces.Any(piece => piece.Type is PieceType.Byte) ? byteIds : null;
    }

    public int LargestId => _bytes.Length - 1;

    public ReadOnlySpan<byte> Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    public void Encode(ReadOnlySpan<char> piece, List<EncodedToken> tokens)
    {
        var symbols = Characters(piece);
        Merge(piece, symbols);
        for (var at = 0; at >= 0 && at < symbols.Length; at = symbols[at].Next)
        {
            var text = piece.Slice(symbols[at].Start, symbols[at].Length);
            if (Find(text) is { } id)
                tokens.Add(new EncodedToken(id, _bytes[id].Length));
            else
                AddUnknown(text, tokens);
        }
    }

    /// <summary>
    /// A stretch of the text in a doubly linked list; a length of 0 marks one that was merged into its left neighbour.
    /// </summary>
    private record struct Symbol(int Start, int Length, int Previous, int Next);

    private static Symbol[] Characters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        // Exactly as many as there are: a list that doubles would take four times the memory of a long text.
        var symbols = new Symbol[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            Rune.DecodeFromUtf16(text[at..], out _, out var units);
            symbols[i] = new Symbol(at, units, i - 1, i + 1 < count ? i + 1 : -1);
            at += units;
        }

        return symbols;
    }

    private void Merge(ReadOnlySpan<char> text, Symbol[] symbols)
    {
        var candidates = new PriorityQueue<(int Left, int Length), (float, int)>(symbols.Length);
        for (var i = 0; i + 1 < symbols.Length; i++)
            Propose(text, symbols, i, candidates);
        while (candidates.TryDequeue(out var candidate, out _))
        {
            var left = symbols[candidate.Left];
            // Either half may have merged with something else since it was proposed.
            if (left.Length == 0 || left.Next < 0 || left.Length + symbols[left.Next].Length != candidate.Length)
                continue;
            var right = symbols[left.Next];
            symbols[left.Next].Length = 0;
            symbols[candidate.Left] = left with { Length = candidate.Length, Next = right.Next };
            if (right.Next >= 0)
                symbols[right.Next].Previous = candidate.Left;
            if (left.Previous >= 0)
                Propose(text, symbols, left.Previous, candidates);
            Propose(text, symbols, candidate.Left, candidates);
        }
    }

    private void Propose(
        ReadOnlySpan<char> text,
        Symbol[] symbols,
        int left,
        PriorityQueue<(int Left, int Length), (float, int)> candidates
    )
    {
        if (symbols[left].Next < 0)
            return;
        var length = symbols[left].Length + symbols[symbols[left].Next].Length;
        if (Find(text.Slice(symbols[left].Start, length)) is { } id)
            candidates.Enqueue((left, length), (-_scores[id], left));
    }

    private int? Find(ReadOnlySpan<char> text) =>
        _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var id) ? id : null;

    private void AddUnknown(ReadOnlySpan<char> character, List<EncodedToken> tokens)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..Encoding.UTF8.GetBytes(character, bytes)];
        if (_byteIds is null)
        {
            // A run of them is one token.
            if (tokens.Count > 0 && tokens[^1].Id == _unknown)
                tokens[^1] = new EncodedToken(_unknown, tokens[^1].Bytes + bytes.Length);
            else
                tokens.Add(new EncodedToken(_unknown, bytes.Length));
            return;
        }

        foreach (var value in bytes)
            tokens.Add(new EncodedToken(_byteIds[value], 1));
    }

    private static byte[] Bytes(Piece piece) =>
        piece.Type is PieceType.Byte
            ? [byte.Parse(piece.Text.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)]
            : Encoding.UTF8.GetBytes(piece.Text);
}
