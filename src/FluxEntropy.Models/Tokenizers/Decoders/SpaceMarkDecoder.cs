namespace FluxEntropy.Models.Tokenizers.Decoders;

/// <summary>
/// For models in the manner of SentencePiece: marks become spaces again, and the one before a text goes.
/// </summary>
/// <param name="mark">What stands for a space. The default value is <see cref="Mark"/>.</param>
/// <param name="stripsFirst">Whether the first space goes. The default value is <see langword="true"/>.</param>
internal sealed class SpaceMarkDecoder(string mark = SpaceMarkDecoder.Mark, bool stripsFirst = true) : IDecoder
{
    /// <summary>U+2581, which stands for a space.</summary>
    internal const string Mark = "\u2581";

    public string Decode(string text)
    {
        text = text.Replace(mark, " ");
        return stripsFirst && text.StartsWith(' ') ? text[1..] : text;
    }
}
