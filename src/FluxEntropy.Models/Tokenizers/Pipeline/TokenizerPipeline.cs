using FluxEntropy.Models.Tokenizers.AddedTokens;
using FluxEntropy.Models.Tokenizers.Decoders;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.Normalizers;
using FluxEntropy.Models.Tokenizers.PostProcessors;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tokenizers.Pipeline;

/// <summary>What a tokenizer's files describe, ready to run.</summary>
internal sealed record TokenizerPipeline
{
    internal required ITokenModel Model { get; init; }

    internal required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>What is done to a text before it is split; nothing by default.</summary>
    internal INormalizer Normalizer { get; init; } = new NormalizerSequence([]);

    /// <summary>Splitting into pieces; null keeps a text whole.</summary>
    internal IPreTokenizer? PreTokenizer { get; init; }

    /// <summary>What writes spaces as marks, after normalisation and before splitting; null for nothing.</summary>
    internal Metaspace? Metaspace { get; init; }

    /// <summary>The tokens around every text; none by default.</summary>
    internal Template Template { get; init; } = Template.None;

    /// <summary>Undoes what normalisation did to spaces; nothing by default.</summary>
    internal IDecoder Decoder { get; init; } = new ByteLevelDecoder();

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
        if (Metaspace is { } metaspace)
        {
            var beginsText = shift == 0 && start == 0;
            normalized = metaspace.Apply(normalized.Slice(start, end), beginsText);
            (start, end) = (0, normalized.Text.Length);
        }

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
