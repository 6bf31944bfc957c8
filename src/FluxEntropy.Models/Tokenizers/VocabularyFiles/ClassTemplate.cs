using System.Text;
using System.Text.Json;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Pipeline;
using FluxEntropy.Models.Tokenizers.PostProcessors;

namespace FluxEntropy.Models.Tokenizers.VocabularyFiles;

/// <summary>
/// The template of tokenizers whose class makes it itself: some of Hugging Face's classes put one in place of that of tokenizer.json
/// as they load, by the flags of tokenizer_config.json.
/// </summary>
internal static class ClassTemplate
{
    private const string AddBos = "add_bos_token";
    private const string AddEos = "add_eos_token";

    /// <summary>What a class does where tokenizer_config.json says nothing.</summary>
    private sealed record Defaults(bool AddsBos, string Bos, string Eos);

    /// <summary>Llama's classes add BOS and no EOS unless they are told otherwise, GPT-NeoX's add neither.</summary>
    private static Defaults? Of(string? className) =>
        className?.Replace("Fast", "", StringComparison.Ordinal) switch
        {
            "LlamaTokenizer" or "CodeLlamaTokenizer" => new(AddsBos: true, "<s>", "</s>"),
            "GemmaTokenizer" => new(AddsBos: true, "<bos>", "<eos>"),
            "CohereTokenizer" => new(AddsBos: true, "<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>"),
            "GPTNeoXTokenizer" => new(AddsBos: false, "<|endoftext|>", "<|endoftext|>"),
            _ => null,
        };

    /// <summary>
    /// The token that a class takes for bos_token or eos_token where tokenizer_config.json names none; null where it has none.
    /// </summary>
    internal static string? DefaultToken(string? className, string field) =>
        field switch
        {
            "bos_token" => Of(className)?.Bos,
            "eos_token" => Of(className)?.Eos,
            _ => null,
        };

    /// <summary>The template of the class that tokenizer_config.json names; null where that is tokenizer.json's own.</summary>
    /// <exception cref="InvalidDataException">A token that the class adds is not one of the tokenizer's.</exception>
    internal static Template? Read(string folder, TokenizerPipeline pipeline)
    {
        var settings = TokenizerSettings.BesideTokenizerJson(folder);
        if (Of(settings.Find("tokenizer_class")?.Text()) is not { } defaults)
            return null;
        return new Template(
            Tokens(folder, settings, pipeline, AddBos, defaults.AddsBos, "bos_token", defaults.Bos),
            Tokens(folder, settings, pipeline, AddEos, otherwise: false, "eos_token", defaults.Eos)
        );
    }

    /// <summary>GPT-2's classes add BOS where tokenizer_config.json asks for it, as OPT's does.</summary>
    /// <exception cref="InvalidDataException">BOS is not one of the tokenizer's tokens.</exception>
    internal static Template Gpt2(string folder, TokenizerSettings settings, TokenizerPipeline pipeline) =>
        new(Tokens(folder, settings, pipeline, AddBos, otherwise: false, "bos_token", "<|endoftext|>"), []);

    private static int[] Tokens(
        string folder,
        TokenizerSettings settings,
        TokenizerPipeline pipeline,
        string flag,
        bool otherwise,
        string tokenField,
        string defaultToken
    )
    {
        if (!(settings.Find(flag)?.Flag() ?? otherwise))
            return [];
        var token = settings.Find(tokenField) is { } field ? Content(field) : defaultToken;
        return IdOf(token, pipeline) is { } id
            ? [id]
            : throw new InvalidDataException(
                $"{Path.Combine(folder, TokenizerSettings.Name)}: {flag} puts {tokenField} \"{Excerpt.Of(token)}\" around every text, "
                    + "and the vocabulary has no such token"
            );
    }

    /// <summary>A token is written as its text, or as an object with it.</summary>
    private static string Content(JsonField token) =>
        token.Value.ValueKind is JsonValueKind.Object ? token.Get("content").Text() : token.Text();

    private static int? IdOf(string token, TokenizerPipeline pipeline)
    {
        if (pipeline.AddedTokens.FirstOrDefault(added => added.Content == token) is { } added)
            return added.Id;
        var bytes = Encoding.UTF8.GetBytes(token);
        for (var id = 0; id <= pipeline.Model.LargestId; id++)
        {
            if (pipeline.Model.Bytes(id).SequenceEqual(bytes))
                return id;
        }

        return null;
    }
}
