using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.VocabularyFiles;

/// <summary>Whose rules split a text where the files themselves do not say.</summary>
internal static class TokenizerClass
{
    private const string ModelConfigName = "config.json";

    /// <summary>Where nothing is said, the files are what they were made for: GPT-2's.</summary>
    internal static bool IsQwen2(string folder, TokenizerSettings settings)
    {
        var config = Path.Combine(folder, ModelConfigName);
        if (
            (
                settings.Find("tokenizer_class")
                ?? (File.Exists(config) ? JsonFile.Read(config, ModelFile.MaxTokenizerBytes).Find("model_type") : null)
            )
            is not { } named
        )
            return false;
        return named.Text().ToLowerInvariant() switch
        {
            "qwen2" or "qwen2tokenizer" or "qwen2tokenizerfast" => true,
            "gpt2" or "gpt2tokenizer" or "gpt2tokenizerfast" => false,
            _ => throw named.Bad(
                $"is {named.Shown}; {VocabularyAndMerges.Vocabulary} and {VocabularyAndMerges.Merges} are read as "
                    + "GPT2Tokenizer or Qwen2Tokenizer alone, since they do not say how a text is split: add tokenizer.json"
            ),
        };
    }
}
