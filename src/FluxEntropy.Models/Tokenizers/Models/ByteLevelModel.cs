using System.Collections.Concurrent;
using System.Text;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>
/// Byte-level BPE: a piece's UTF-8 bytes, merged pair by pair; optionally whole pieces that are tokens as they are
/// (<c>ignore_merges</c>). Short pieces are cached, since few words make up most of a text.
/// </summary>
internal sealed class ByteLevelModel : ITokenModel
{
    private const int CachedPieces = 1 << 16;
    private const int LongestCached = 32;
    private const int Missing = -1;

    private readonly PairMerger _merger;
    private readonly int[] _byteIds;
    private readonly Dictionary<string, int>? _wholePieces;
    private readonly byte[]?[] _bytes;
    private readonly ConcurrentDictionary<string, int[]> _cache = new();
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cacheBySpan;

    /// <param name="vocabulary">Tokens written in the <see cref="ByteAlphabet"/>.</param>
    /// <param name="ignoreMerges">
    /// Whether a piece that is a token as a whole is taken as it is, whatever the merges say.
    /// </param>
    internal ByteLevelModel(BpeVocabulary vocabulary, bool ignoreMerges)
    {
        _merger = new PairMerger(vocabulary);
        _cacheBySpan = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
        _bytes = new byte[vocabulary.LargestId + 1][];
        foreach (var (token, id) in vocabulary.Ids)
            _bytes[id] = ByteAlphabet.Read(token) ?? Encoding.UTF8.GetBytes(token);
        _byteIds =
        [
            .. Enumerable
                .Range(0, 256)
                .Select(value =>
                    vocabulary.Ids.GetValueOrDefault(ByteAlphabet.Letter((byte)value).ToString(), Missing)
                ),
        ];
        _wholePieces = ignoreMerges ? new Dictionary<string, int>(vocabulary.Ids) : null;
    }

    public int LargestId => _bytes.Length - 1;

    public ReadOnlySpan<byte> Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    public void Encode(ReadOnlySpan<char> piece, List<EncodedToken> tokens)
    {
        if (!_cacheBySpan.TryGetValue(piece, out var ids))
        {
            ids = Merge(piece);
            if (piece.Length <= LongestCached && _cache.Count < CachedPieces)
                _cache.TryAdd(piece.ToString(), ids);
        }

        foreach (var id in ids)
            tokens.Add(new EncodedToken(id, Bytes(id).Length));
    }

    /// <exception cref="InvalidDataException">The vocabulary lacks a byte of the piece.</exception>
    private int[] Merge(ReadOnlySpan<char> piece)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(piece)];
        Encoding.UTF8.GetBytes(piece, bytes);
        if (_wholePieces is not null && _wholePieces.TryGetValue(ByteAlphabet.Write(bytes), out var whole))
            return [whole];
        var ids = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            ids[i] = _byteIds[bytes[i]] is not Missing and var id ? id : throw Unwritable(piece);
        Array.Resize(ref ids, _merger.Run(ids));
        return ids;
    }

    private InvalidDataException Unwritable(ReadOnlySpan<char> piece) =>
        new(
            $"\"{Excerpt.Of(piece.ToString())}\" cannot be written in the tokenizer's "
                + $"vocabulary, which lacks {_byteIds.Count(id => id == Missing)} of the 256 bytes"
        );
}
