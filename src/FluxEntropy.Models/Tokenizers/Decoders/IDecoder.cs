namespace FluxEntropy.Models.Tokenizers.Decoders;

/// <summary>Turns the text of tokens back into what it was before normalisation.</summary>
internal interface IDecoder
{
    /// <param name="text">The tokens' bytes as text.</param>
    string Decode(string text);
}
