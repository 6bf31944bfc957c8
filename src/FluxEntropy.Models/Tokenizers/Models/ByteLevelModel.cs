using System.Collections.Concurrent;
using System.Text;
using FluxEntropy.Models.ModelFiles;
using Microsoft.ML.Tokenizers;

namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>
/// Byte-level BPE: a piece's UTF-8 bytes, merged pair by pair. Merging is Microsoft.ML.Tokenizers'; around it stand
/// what it
/// has no option for (whole pieces that are tokens, `ignore_merges`) and a cache, since few words make up most of a
/// text.
/// </summary>
internal sealed class ByteLevelModel : ITokenModel
{
    private const int CachedPieces = 1 << 16;
    private const int LongestCached = 32;

    private readonly BpeTokenizer _merger;
    private readonly Dictionary<string, int>? _wholePieces;
    private readonly byte[]?[] _bytes;
    private readonly byte[] _missingBytes;
    private readonly ConcurrentDictionary<string, int[]> _cache = new();
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cacheBySpan;

    /// <param name="vocabulary">Tokens written in the <see cref="ByteAlphabet"/>.</param>
    /// <param name="ignoreMerges">
    /// Whether a piece that is a token as a whole is taken as it is, whatever the merges say.
    /// </param>
    internal ByteLevelModel(BpeVocabulary vocabulary, bool ignoreMerges)
    {
        _merger = vocabulary.CreateMerger(byteLevel: true);
        _cacheBySpan = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
        _bytes = new byte[vocabulary.LargestId + 1][];
        foreach (var (token, id) in vocabulary.Ids)
            _bytes[id] = ByteAlphabet.Read(token) ?? Encoding.UTF8.GetBytes(token);
        _missingBytes =
        [
            .. Enumerable
                .Range(0, 256)
                .Select(value => (byte)value)
                .Where(value => !vocabulary.Ids.ContainsKey(ByteAlphabet.Letter(value).ToString())),
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

    /// <exception cref="InvalidDataException">
    /// The vocabulary cannot write the piece; the library would drop what it lacks.
    /// </exception>
    private int[] Merge(ReadOnlySpan<char> piece)
    {
        if (
            _missingBytes.Length > 0
            && Encoding.UTF8.GetBytes(piece.ToString()).AsSpan().IndexOfAny(_missingBytes) >= 0
        )
            throw new InvalidDataException(
                $"\"{Excerpt.Of(piece.ToString())}\" cannot be written in the tokenizer's "
                    + $"vocabulary, which lacks {_missingBytes.Length} of the 256 bytes"
            );
        if (
            _wholePieces is not null
            && _wholePieces.TryGetValue(ByteAlphabet.Write(Encoding.UTF8.GetBytes(piece.ToString())), out var whole)
        )
            return [whole];
        return [.. _merger.EncodeToIds(piece, considerPreTokenization: false, considerNormalization: false)];
    }
}
