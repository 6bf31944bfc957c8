namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>Replaces each occurrence of a string.</summary>
internal sealed class ReplaceNormalizer(string pattern, string replacement) : INormalizer
{
    public NormalizedText Normalize(NormalizedText text) => text.Replace(pattern, replacement);
}
