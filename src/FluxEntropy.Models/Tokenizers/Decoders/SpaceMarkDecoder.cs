namespace FluxEntropy.Models.Tokenizers.Decoders;

/// <summary>
/// For models in the manner of SentencePiece: marks become spaces again, and the one before a text goes.
/// </summary>
internal sealed class SpaceMarkDecoder : IDecoder
{
    /// <summary>U+2581, which stands for a space.</summary>
    internal const string Mark = "\u2581";

    public string Decode(string text)
    {
        text = text.Replace(Mark, " ");
        return text.StartsWith(' ') ? text[1..] : text;
    }
}
