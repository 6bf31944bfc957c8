using System.Text;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Encodings;

namespace FluxEntropy.Models.Scoring;

/// <summary>How much of a text the tokens stand for whose surprisal is measured.</summary>
internal static class PredictedBytes
{
    /// <summary>UTF-8 bytes of a text that its first tokens stand for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">What made the tokens.</param>
    /// <param name="tokens">All tokens of the text.</param>
    /// <param name="count">How many of them are scored.</param>
    /// <param name="skipsFirst">Whether the first is not predicted, so that its bytes do not count.</param>
    internal static int Of(
        string text,
        HuggingFaceTokenizer tokenizer,
        TokenizedText tokens,
        int count,
        bool skipsFirst
    )
    {
        var end = count < tokens.Spans.Length ? tokens.Spans[count - 1].End : text.Length;
        var covered = Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
        return skipsFirst ? covered - OfFirst(text, tokenizer, tokens) : covered;
    }

    /// <summary>Where the second token shares a character with the first, the spans of both are all of it, and its bytes decide.</summary>
    private static int OfFirst(string text, HuggingFaceTokenizer tokenizer, TokenizedText tokens)
    {
        var end = tokens.Spans[0].End;
        var bytes = Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
        var shares = tokens.Spans.Length > 1 && tokens.Spans[1].Start < end;
        return shares ? Math.Min(bytes, tokenizer.BytesOf(tokens.Ids[0])) : bytes;
    }
}
