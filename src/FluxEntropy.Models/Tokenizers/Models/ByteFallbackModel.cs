using System.Runtime.InteropServices;
using System.Text;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>
/// BPE over characters, as converted SentencePiece models are: characters that the vocabulary lacks become one token a
/// byte (<c>&lt;0xE2&gt;</c>), or the unknown token. No merge reaches across an unknown character.
/// </summary>
internal sealed class ByteFallbackModel : ITokenModel
{
    private readonly PairMerger _merger;
    private readonly Dictionary<string, int> _ids;
    private readonly byte[]?[] _bytes;
    private readonly int[]? _byteIds;
    private readonly int? _unknown;
    private readonly bool _fuseUnknown;

    internal ByteFallbackModel(
        string file,
        BpeVocabulary vocabulary,
        bool byteFallback,
        string? unknown,
        bool fuseUnknown
    )
    {
        _merger = new PairMerger(vocabulary);
        _ids = new Dictionary<string, int>(vocabulary.Ids);
        _fuseUnknown = fuseUnknown;
        _unknown =
            unknown is null ? null
            : _ids.TryGetValue(unknown, out var id) ? id
            : throw new InvalidDataException($"{file}: model.unk_token \"{unknown}\" is not in the vocabulary");
        _byteIds = byteFallback ? FindBytes(file) : null;
        if (
            vocabulary.Merges.FirstOrDefault(pair =>
                StandsForUnknown(pair.Left, unknown) || StandsForUnknown(pair.Right, unknown)
            ) is
            { Left: not null } merge
        )
            throw new InvalidDataException(
                $"{file}: model.merges join \"{Excerpt.Of(merge.Left)}\" and "
                    + $"\"{Excerpt.Of(merge.Right)}\"; merging what stands for unknown characters is not supported"
            );
        _bytes = new byte[vocabulary.LargestId + 1][];
        foreach (var (token, tokenId) in _ids)
            _bytes[tokenId] = Encoding.UTF8.GetBytes(token);
        for (var value = 0; value < 256 && _byteIds is not null; value++)
            _bytes[_byteIds[value]] = [(byte)value];
    }

    public int LargestId => _bytes.Length - 1;

    public ReadOnlySpan<byte> Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    public void Encode(ReadOnlySpan<char> piece, List<EncodedToken> tokens)
    {
        var lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var known = new List<int>();
        while (!piece.IsEmpty)
        {
            Rune.DecodeFromUtf16(piece, out _, out var units);
            if (lookup.TryGetValue(piece[..units], out var id))
            {
                known.Add(id);
            }
            else
            {
                Merge(known, tokens);
                AddUnknown(piece[..units], tokens);
            }
            piece = piece[units..];
        }

        Merge(known, tokens);
    }

    private void Merge(List<int> known, List<EncodedToken> tokens)
    {
        var ids = CollectionsMarshal.AsSpan(known);
        foreach (var id in ids[.._merger.Run(ids)])
            tokens.Add(new EncodedToken(id, Bytes(id).Length));
        known.Clear();
    }

    /// <exception cref="InvalidDataException">Nothing stands for a character that the vocabulary lacks.</exception>
    private void AddUnknown(ReadOnlySpan<char> character, List<EncodedToken> tokens)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..Encoding.UTF8.GetBytes(character, bytes)];
        if (_byteIds is not null)
        {
            foreach (var value in bytes)
                tokens.Add(new EncodedToken(_byteIds[value], 1));
        }
        else if (_unknown is { } unknown)
        {
            if (_fuseUnknown && tokens.Count > 0 && tokens[^1].Id == unknown)
                tokens[^1] = new EncodedToken(unknown, tokens[^1].Bytes + bytes.Length);
            else
                tokens.Add(new EncodedToken(unknown, bytes.Length));
        }
        else
        {
            throw new InvalidDataException(
                $"\"{Excerpt.Of(character.ToString())}\" cannot be written in the "
                    + "tokenizer's vocabulary, which has neither bytes nor an unknown token"
            );
        }
    }

    private bool StandsForUnknown(string token, string? unknown) =>
        token == unknown || (_byteIds is not null && token is ['<', '0', 'x', _, _, '>']);

    private int[] FindBytes(string file) =>
        [
            .. Enumerable
                .Range(0, 256)
                .Select(value =>
                    _ids.TryGetValue($"<0x{value:X2}>", out var id)
                        ? id
                        : throw new InvalidDataException(
                            $"{file}: model.byte_fallback is true, but the vocabulary has no <0x{value:X2}>"
                        )
                ),
        ];
}
