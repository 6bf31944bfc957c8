using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the model of tokenizer.json: BPE over bytes, or over characters with a fallback.</summary>
internal static class ModelJson
{
    internal static ITokenModel Read(JsonField model, BpeVocabulary vocabulary, bool byteLevel)
    {
        if (model.Find("dropout") is { } dropout && dropout.Number(0, 1) > 0)
            throw dropout.Bad($"is {dropout.Shown}; merging would be random");
        foreach (var name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (model.Find(name) is { } affix && affix.Text().Length > 0)
                throw affix.Bad($"is {affix.Shown}, which is not supported");
        }

        var ignoreMerges = model.Flag("ignore_merges", otherwise: false);
        if (byteLevel)
            return new ByteLevelModel(vocabulary, ignoreMerges);
        if (ignoreMerges)
            throw model.Get("ignore_merges").Bad("is true without a byte-level pre-tokenizer, which is not supported");
        return new ByteFallbackModel(
            model.File,
            vocabulary,
            model.Flag("byte_fallback", otherwise: false),
            model.Find("unk_token")?.Text(),
            model.Flag("fuse_unk", otherwise: false)
        );
    }
}
