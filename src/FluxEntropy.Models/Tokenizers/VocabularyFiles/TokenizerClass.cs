using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers.VocabularyFiles;

/// <summary>Whose rules split a text where the files themselves do not say.</summary>
internal static class TokenizerClass
{
    private const string ModelConfigName = "config.json";

    /// <summary>
    /// What was taken for granted, to be said to people; null where a file says whose rules split the text.
    /// </summary>
    internal static string? Assumption(string folder) =>
        Named(folder, TokenizerSettings.Read(folder)) is null
            ? $"{folder}: {VocabularyAndMerges.Vocabulary} and {VocabularyAndMerges.Merges} do not say how a text is split, and no file "
                + $"beside them does; GPT-2's rule is used. If it is another model's, add tokenizer.json, or {TokenizerSettings.Name} "
                + "with its tokenizer_class."
            : null;

    /// <summary>Where nothing is said, the files are what they were made for: GPT-2's.</summary>
    internal static bool IsQwen2(string folder, TokenizerSettings settings)
    {
        if (Named(folder, settings) is not { } named)
            return false;
        return named.Text().ToLowerInvariant() switch
        {
            "qwen2" or "qwen2tokenizer" or "qwen2tokenizerfast" => true,
            "gpt2" or "gpt2tokenizer" or "gpt2tokenizerfast" or "opt" => false,
            _ => throw named.Bad(
                $"is {named.Shown}; {VocabularyAndMerges.Vocabulary} and {VocabularyAndMerges.Merges} are read as "
                    + "GPT2Tokenizer or Qwen2Tokenizer alone, since they do not say how a text is split: add tokenizer.json"
            ),
        };
    }

    private static JsonField? Named(string folder, TokenizerSettings settings)
    {
        var config = Path.Combine(folder, ModelConfigName);
        return settings.Find("tokenizer_class")
            ?? (File.Exists(config) ? JsonFile.Read(config, ModelFile.MaxTokenizerBytes).Find("model_type") : null);
    }
}
