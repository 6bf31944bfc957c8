using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the normalizer of tokenizer.json.</summary>
internal static class NormalizerJson
{
    internal static INormalizer Read(JsonField? element) =>
        element is { } step ? Read(step) : new NormalizerSequence([]);

    private static INormalizer Read(JsonField step)
    {
        var type = step.Get("type");
        return type.Text() switch
        {
            "Sequence" => new NormalizerSequence([.. step.Get("normalizers").Items().Select(inner => Read(inner))]),
            "NFC" => new NfcNormalizer(),
            "Prepend" => new PrependNormalizer(step.Get("prepend").Text()),
            "Replace" => Replace(step),
            _ => throw type.Bad($"is {type.Shown}, expected NFC, Prepend, Replace of a string, or a Sequence of these"),
        };
    }

    private static ReplaceNormalizer Replace(JsonField step)
    {
        var pattern = step.Get("pattern");
        var from = pattern.Find("String")
            ?? throw pattern.Bad($"is {pattern.Shown}, expected a String: replacing patterns is not supported");
        var (old, replacement) = (from.Text(), step.Get("content").Text());
        return old.Length > 0 ? new ReplaceNormalizer(old, replacement) : throw from.Bad("is empty");
    }
}
