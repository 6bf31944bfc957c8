namespace FluxEntropy.Models.Tokenizers.Decoders;

/// <summary>For byte-level models, whose tokens are the text's own bytes.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public string Decode(string text) => text;
}
