namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>Changes a text before it is split into pieces.</summary>
internal interface INormalizer
{
    /// <summary>The changed text, whose characters know where in the original they come from.</summary>
    NormalizedText Normalize(NormalizedText text);
}
