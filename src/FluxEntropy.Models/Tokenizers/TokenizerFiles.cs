using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.SentencePiece;
using FluxEntropy.Models.Tokenizers.VocabularyFiles;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>The files of a folder's tokenizer, which make a model that was trained on its tokens a whole model folder.</summary>
internal static class TokenizerFiles
{
    private static readonly string[] Names =
    [
        TokenizerJsonFile.Name,
        TokenizerSettings.Name,
        "special_tokens_map.json",
        "added_tokens.json",
        VocabularyAndMerges.Vocabulary,
        VocabularyAndMerges.Merges,
        SentencePieceFile.Name,
        "chat_template.jinja",
        "chat_template.json",
    ];

    /// <summary>Whether a folder still has the tokenizer of a hash: it may be gone, or hold another one meanwhile.</summary>
    internal static bool Has(string folder, string hash)
    {
        try
        {
            return Directory.Exists(folder) && HuggingFaceTokenizer.Load(folder).Hash == hash;
        }
        catch (Exception unreadable)
            when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Copies them beside a model of any family.</summary>
    internal static void Copy(string from, string to)
    {
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(from, name))))
            File.WriteAllBytes(Path.Combine(to, name), File.ReadAllBytes(Path.Combine(from, name)));
        if (
            !File.Exists(Path.Combine(from, TokenizerJsonFile.Name))
            && File.Exists(Path.Combine(from, VocabularyAndMerges.Vocabulary))
        )
            NameClass(from, to);
    }

    // Where no class is named, config.json says whose rules split a text; the new model's own says something else.
    private static void NameClass(string from, string to)
    {
        var settings = TokenizerSettings.Read(from);
        if (settings.Find("tokenizer_class") is not null)
            return;
        var path = Path.Combine(to, TokenizerSettings.Name);
        var named = File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path))!.AsObject() : [];
        named["tokenizer_class"] = TokenizerClass.IsQwen2(from, settings) ? "Qwen2Tokenizer" : "GPT2Tokenizer";
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(named));
    }
}
