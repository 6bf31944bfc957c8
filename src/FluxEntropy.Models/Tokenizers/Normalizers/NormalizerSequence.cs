namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>Normalisers one after the other; none leave a text as it is.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public NormalizedText Normalize(NormalizedText text) =>
        steps.Aggregate(text, (current, step) => step.Normalize(current));
}
