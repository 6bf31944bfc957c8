using System.Text.Json;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.VocabularyFiles;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// The token that stands between documents of tokenizers that add none of their own, such as those of GPT-2 and Qwen2.5: without it a
/// model that is trained on packed rows could not tell where one document ends and the next begins.
/// </summary>
internal static class SeparatorToken
{
    private const string EndOfText = "<|endoftext|>";
    private const string ModelConfig = "config.json";
    private const int MaxBytes = 1 << 24;

    /// <summary>
    /// The end of text: <c>&lt;|endoftext|&gt;</c> where the tokenizer has it, else the eos_token of tokenizer_config.json, else
    /// the eos_token_id of config.json, the first of several.
    /// </summary>
    /// <returns>Its id; null where the tokenizer marks texts by itself, or the folder names none.</returns>
    public static int? Find(string folder, HuggingFaceTokenizer tokenizer) =>
        tokenizer.MarksTexts
            ? null
            : tokenizer.AddedTokenId(EndOfText) ?? Named(folder, tokenizer) ?? Configured(folder);

    private static int? Named(string folder, HuggingFaceTokenizer tokenizer)
    {
        var token = Read(folder, TokenizerSettings.Name, "eos_token");
        if (token is { ValueKind: JsonValueKind.Object } added && added.TryGetProperty("content", out var content))
            token = content;
        return token is { ValueKind: JsonValueKind.String } text ? tokenizer.AddedTokenId(text.GetString()!) : null;
    }

    private static int? Configured(string folder)
    {
        var token = Read(folder, ModelConfig, "eos_token_id");
        if (token is { ValueKind: JsonValueKind.Array } several && several.GetArrayLength() > 0)
            token = several[0];
        return token is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var id) && id >= 0
            ? id
            : null;
    }

    private static JsonElement? Read(string folder, string file, string field) =>
        Path.Combine(folder, file) is var path && File.Exists(path)
            ? JsonFile.Read(path, MaxBytes).Find(field)?.Value
            : null;
}
