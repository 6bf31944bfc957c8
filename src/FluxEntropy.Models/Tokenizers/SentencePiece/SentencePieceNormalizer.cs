using System.Text;
using FluxEntropy.Models.Tokenizers.Decoders;
using FluxEntropy.Models.Tokenizers.Encodings;
using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>How SentencePiece writes spaces: as marks, without surplus ones, with one before every text.</summary>
/// <param name="removesExtraSpaces">Whether spaces at both ends and all but one between words go.</param>
/// <param name="addsDummyPrefix">Whether a space is put before every text.</param>
internal sealed class SentencePieceNormalizer(bool removesExtraSpaces, bool addsDummyPrefix) : INormalizer
{
    public NormalizedText Normalize(NormalizedText text)
    {
        if (removesExtraSpaces)
            text = Squeeze(text);
        if (text.Text.Length == 0)
            return text;
        text = (addsDummyPrefix ? text.Prepend(" ") : text).Replace(" ", SpaceMarkDecoder.Mark);
        // Marks that stood in the text itself go from its end as spaces do, up to the one put before it.
        return removesExtraSpaces ? text.Slice(0, text.Text.AsSpan().TrimEnd(SpaceMarkDecoder.Mark).Length) : text;
    }

    private static NormalizedText Squeeze(NormalizedText text)
    {
        var kept = new StringBuilder(text.Text.Length);
        var sources = new List<TokenSpan>(text.Text.Length);
        var end = text.Text.AsSpan().TrimEnd(' ').Length;
        for (var at = 0; at < end; at++)
        {
            if (text.Text[at] == ' ' && (kept.Length == 0 || kept[^1] == ' '))
                continue;
            kept.Append(text.Text[at]);
            sources.Add(text.Source(at));
        }

        return kept.Length == text.Text.Length ? text : new NormalizedText(kept.ToString(), [.. sources]);
    }
}
