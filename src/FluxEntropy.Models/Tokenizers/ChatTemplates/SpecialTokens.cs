using System.Text.Json;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;
using FluxEntropy.Models.Tokenizers.VocabularyFiles;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates;

/// <summary>The tokens that a template knows by name, such as <c>bos_token</c>; one that a folder does not name is undefined.</summary>
internal static class SpecialTokens
{
    private const string OlderFile = "special_tokens_map.json";
    private const string Additional = "additional_special_tokens";
    private const int MaxBytes = 1 << 24;

    private static readonly string[] Names =
    [
        "bos_token",
        "eos_token",
        "unk_token",
        "sep_token",
        "pad_token",
        "cls_token",
        "mask_token",
    ];

    /// <summary>The tokens of tokenizer_config.json, else of special_tokens_map.json, else those of the tokenizer's class.</summary>
    /// <exception cref="InvalidDataException">A file is broken; the message names it.</exception>
    public static IReadOnlyList<(string Name, object? Value)> Read(string folder)
    {
        var settings = Open(Path.Combine(folder, TokenizerSettings.Name));
        var older = Open(Path.Combine(folder, OlderFile));
        var className = settings?.Find("tokenizer_class")?.Text();
        var tokens = new List<(string, object?)>();
        foreach (var name in Names)
        {
            // A token that is null is one that the tokenizer has not, whatever its class has.
            var isNone = settings?.IsNull(name) ?? false;
            var token = isNone ? null : Content(settings, name) ?? Content(older, name);
            token ??= isNone ? null : ClassTemplate.DefaultToken(className, name);
            if (token is not null)
                tokens.Add((name, token));
        }

        if ((settings?.Find(Additional) ?? older?.Find(Additional)) is { Value.ValueKind: JsonValueKind.Array } list)
            tokens.Add((Additional, new Sequence([.. list.Items().Select(Content)])));
        return tokens;
    }

    private static JsonField? Open(string file) => File.Exists(file) ? JsonFile.Read(file, MaxBytes) : null;

    private static string? Content(JsonField? file, string name) =>
        file?.Find(name) is { } token ? Content(token) : null;

    /// <summary>A token is written as its text, or as an object with it.</summary>
    private static string Content(JsonField token) =>
        token.Value.ValueKind is JsonValueKind.Object ? token.Get("content").Text() : token.Text();
}
