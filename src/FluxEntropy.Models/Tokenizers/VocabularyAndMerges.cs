using System.Text.Json;
using System.Text.RegularExpressions;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// Reads the older pair of files: vocab.json with all tokens, merges.txt with one pair a line. They do not say how a text is
/// split, so that the tokenizer's class, or else the model's type, must: GPT-2's rule or Qwen2's.
/// </summary>
internal static class VocabularyAndMerges
{
    internal const string Vocabulary = "vocab.json";
    internal const string Merges = "merges.txt";
    private const string TokenizerConfig = "tokenizer_config.json";

    private const string Qwen2Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <exception cref="InvalidDataException">A file is missing or broken; the message names file and line.</exception>
    internal static TokenizerPipeline Read(string folder)
    {
        var vocabularyFile = Path.Combine(folder, Vocabulary);
        var mergesFile = Path.Combine(folder, Merges);
        if (!File.Exists(mergesFile))
            throw new InvalidDataException($"{mergesFile}: missing beside {Vocabulary}");
        try
        {
            var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(vocabularyFile)) ?? [];
            var vocabulary = BpeVocabulary.Checked(mergesFile, ids, [.. ReadMerges(mergesFile)]);
            var (qwen2, added) = Settings(folder, ids);
            return new TokenizerPipeline
            {
                Model = new ByteLevelModel(vocabulary, ignoreMerges: false),
                AddedTokens = added,
                Normalizers = qwen2 ? [UnicodeComposition.Compose] : [],
                PreTokenizer = new RegexPreTokenizer(qwen2 ? Qwen2Pattern : RegexPreTokenizer.Gpt2Pattern),
            };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{vocabularyFile}: expected {{token: id}} (or {TokenizerConfig} is broken): {e.Message}", e);
        }
    }

    private static IEnumerable<(string Left, string Right)> ReadMerges(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal)))
                continue;
            var halves = line.Split(' ');
            yield return halves is [{ Length: > 0 } left, { Length: > 0 } right]
                ? (left, right)
                : throw new InvalidDataException($"{file}:{number}: \"{line}\": expected two tokens with a space between");
        }
    }

    private static (bool Qwen2, List<AddedToken> Added) Settings(string folder, Dictionary<string, int> ids)
    {
        var config = ReadObject(folder, TokenizerConfig);
        var tokenizerClass = Text(config, "tokenizer_class") ?? Text(ReadObject(folder, "config.json"), "model_type") ?? "gpt2";
        var qwen2 = Regex.IsMatch(tokenizerClass, "^qwen2(tokenizer(fast)?)?$", RegexOptions.IgnoreCase);
        if (!qwen2 && !Regex.IsMatch(tokenizerClass, "^gpt2(tokenizer(fast)?)?$", RegexOptions.IgnoreCase))
            throw new InvalidDataException($"{Path.Combine(folder, TokenizerConfig)}: tokenizer_class is {tokenizerClass}, expected GPT2Tokenizer or Qwen2Tokenizer where there is no tokenizer.json");
        var added = new List<AddedToken>();
        if (config is { } settings && settings.TryGetProperty("added_tokens_decoder", out var decoder))
        {
            foreach (var entry in decoder.EnumerateObject())
                added.Add(new AddedToken(int.Parse(entry.Name), Text(entry.Value, "content") ?? "", Flag(entry.Value, "special"), Flag(entry.Value, "normalized"), Flag(entry.Value, "lstrip"), Flag(entry.Value, "rstrip"), Flag(entry.Value, "single_word")));
        }
        else if (ids.TryGetValue("<|endoftext|>", out var end))
        {
            added.Add(new AddedToken(end, "<|endoftext|>", Special: true, Normalized: false, StripsLeft: false, StripsRight: false, SingleWord: false));
        }

        return (qwen2, added);
    }

    private static JsonElement? ReadObject(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
            return null;
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
    }

    private static string? Text(JsonElement? element, string field) =>
        element is { } e && e.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement element, string field) => element.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.True;
}
