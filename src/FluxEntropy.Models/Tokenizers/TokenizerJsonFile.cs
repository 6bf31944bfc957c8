using System.Text.Json;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// Reads tokenizer.json (huggingface/tokenizers): a BPE model with its normalisers, pre-tokenizers, added tokens and template.
/// What is not supported is refused by name, never approximated.
/// </summary>
internal sealed class TokenizerJsonFile
{
    private readonly string _file;

    private TokenizerJsonFile(string file) => _file = file;

    /// <exception cref="InvalidDataException">The file is not a tokenizer that can be run exactly; the message names the field.</exception>
    internal static TokenizerPipeline Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return new TokenizerJsonFile(file).Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: not JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file}: not a tokenizer.json: {e.Message}", e);
        }
    }

    private TokenizerPipeline Read(JsonElement root)
    {
        var byteLevel = UsesByteLevel(root);
        var vocabulary = Vocabulary(root.GetProperty("model"));
        var (prefix, suffix) = Template(root);
        var steps = PreTokenizers(Find(root, "pre_tokenizer"), "pre_tokenizer");
        return new TokenizerPipeline
        {
            Model = Model(root.GetProperty("model"), vocabulary, byteLevel),
            AddedTokens = AddedTokens(root),
            Normalizers = Normalizers(Find(root, "normalizer"), "normalizer"),
            PreTokenizer = steps.Count switch { 0 => null, 1 => steps[0], _ => new PreTokenizerSequence(steps) },
            Prefix = prefix,
            Suffix = suffix,
            Restore = byteLevel ? text => text : SpaceMarks.Restore,
        };
    }

    private ITokenModel Model(JsonElement model, BpeVocabulary vocabulary, bool byteLevel)
    {
        RefuseUnless(Find(model, "dropout") is null, "model.dropout", "is set; merging would be random");
        RefuseUnless(string.IsNullOrEmpty(Text(model, "continuing_subword_prefix")), "model.continuing_subword_prefix", "is set, which is not supported");
        RefuseUnless(string.IsNullOrEmpty(Text(model, "end_of_word_suffix")), "model.end_of_word_suffix", "is set, which is not supported");
        var byteFallback = Flag(model, "byte_fallback");
        var ignoreMerges = Flag(model, "ignore_merges");
        if (byteLevel)
            return new ByteLevelModel(vocabulary, ignoreMerges);
        RefuseUnless(!ignoreMerges, "model.ignore_merges", "is true without a byte-level pre-tokenizer, which is not supported");
        return new ByteFallbackModel(_file, vocabulary, byteFallback, Text(model, "unk_token"), Flag(model, "fuse_unk"));
    }

    private BpeVocabulary Vocabulary(JsonElement model)
    {
        var type = Text(model, "type") ?? "BPE";
        RefuseUnless(type == "BPE", "model.type", $"is {type}, expected BPE");
        var ids = new Dictionary<string, int>();
        foreach (var entry in model.GetProperty("vocab").EnumerateObject())
        {
            RefuseUnless(entry.Value.ValueKind is JsonValueKind.Number && entry.Value.TryGetInt32(out _), $"model.vocab.\"{entry.Name}\"", $"is {entry.Value.GetRawText()}, expected an integer");
            RefuseUnless(ids.TryAdd(entry.Name, entry.Value.GetInt32()), $"model.vocab.\"{entry.Name}\"", "stands there twice");
        }

        var merges = new List<(string Left, string Right)>();
        foreach (var merge in model.GetProperty("merges").EnumerateArray())
            merges.Add(Merge(merge, merges.Count));
        return BpeVocabulary.Checked(_file, ids, merges);
    }

    /// <summary>A pair is written "a b" or ["a", "b"].</summary>
    private (string Left, string Right) Merge(JsonElement merge, int index)
    {
        var halves = merge.ValueKind is JsonValueKind.Array
            ? [.. merge.EnumerateArray().Select(half => half.GetString() ?? "")]
            : (merge.GetString() ?? "").Split(' ');
        RefuseUnless(halves.Length == 2 && halves.All(half => half.Length > 0 && !half.Contains(' ')), $"model.merges[{index}]", $"is {merge.GetRawText()}, expected two tokens without spaces");
        return (halves[0], halves[1]);
    }

    private List<AddedToken> AddedTokens(JsonElement root)
    {
        var tokens = new List<AddedToken>();
        foreach (var token in Find(root, "added_tokens")?.EnumerateArray() ?? default)
        {
            var id = token.GetProperty("id").GetInt32();
            RefuseUnless(id >= 0 && tokens.TrueForAll(t => t.Id != id), $"added_tokens[{tokens.Count}].id", $"is {id}, expected a number from 0 that no other added token has");
            tokens.Add(new AddedToken(
                id, token.GetProperty("content").GetString() ?? "", Flag(token, "special"), Flag(token, "normalized"),
                Flag(token, "lstrip"), Flag(token, "rstrip"), Flag(token, "single_word")));
        }

        return tokens;
    }

    private List<Func<NormalizedText, NormalizedText>> Normalizers(JsonElement? element, string path)
    {
        if (element is not { } step)
            return [];
        switch (Text(step, "type"))
        {
            case "Sequence":
                return [.. step.GetProperty("normalizers").EnumerateArray().SelectMany((s, i) => Normalizers(s, $"{path}.normalizers[{i}]"))];
            case "NFC":
                return [UnicodeComposition.Compose];
            case "Prepend":
                var prefix = step.GetProperty("prepend").GetString()!;
                return [text => text.Text.Length == 0 ? text : text.Prepend(prefix)];
            case "Replace" when step.GetProperty("pattern").TryGetProperty("String", out var pattern):
                var (from, to) = (pattern.GetString()!, step.GetProperty("content").GetString()!);
                RefuseUnless(from.Length > 0, $"{path}.pattern", "is empty");
                return [text => text.Replace(from, to)];
            case var other:
                throw Bad($"{path}.type", $"is {other}, expected NFC, Prepend, Replace of a string, or a Sequence of these");
        }
    }

    private List<IPreTokenizer> PreTokenizers(JsonElement? element, string path)
    {
        if (element is not { } step)
            return [];
        switch (Text(step, "type"))
        {
            case "Sequence":
                return [.. step.GetProperty("pretokenizers").EnumerateArray().SelectMany((s, i) => PreTokenizers(s, $"{path}.pretokenizers[{i}]"))];
            case "ByteLevel":
                RefuseUnless(!Flag(step, "add_prefix_space"), $"{path}.add_prefix_space", "is true, which is not supported");
                return Flag(step, "use_regex", otherwise: true) ? [new RegexPreTokenizer(RegexPreTokenizer.Gpt2Pattern)] : [];
            case "Split":
                return [Split(step, path)];
            case "Digits":
                return [new DigitPreTokenizer(Flag(step, "individual_digits"))];
            case var other:
                throw Bad($"{path}.type", $"is {other}, expected ByteLevel, Split, Digits, or a Sequence of these");
        }
    }

    private RegexPreTokenizer Split(JsonElement step, string path)
    {
        RefuseUnless(Text(step, "behavior") == "Isolated", $"{path}.behavior", $"is {Text(step, "behavior")}, expected Isolated");
        RefuseUnless(!Flag(step, "invert"), $"{path}.invert", "is true, which is not supported");
        var pattern = step.GetProperty("pattern");
        var regex = Text(pattern, "Regex") ?? System.Text.RegularExpressions.Regex.Escape(Text(pattern, "String") ?? throw Bad($"{path}.pattern", "has neither Regex nor String"));
        try
        {
            return new RegexPreTokenizer(regex);
        }
        catch (ArgumentException e)
        {
            throw Bad($"{path}.pattern.Regex", $"cannot be run here: {e.Message}");
        }
    }

    private static bool UsesByteLevel(JsonElement root)
    {
        static bool Is(JsonElement step) => Text(step, "type") switch
        {
            "ByteLevel" => true,
            "Sequence" => step.GetProperty("pretokenizers").EnumerateArray().Any(Is),
            _ => false,
        };
        return Find(root, "pre_tokenizer") is { } step && Is(step);
    }

    private (List<int> Prefix, List<int> Suffix) Template(JsonElement root)
    {
        var (prefix, suffix) = (new List<int>(), new List<int>());
        if (Find(root, "post_processor") is { } processor)
            ReadTemplate(processor, "post_processor", prefix, suffix);
        return (prefix, suffix);
    }

    private void ReadTemplate(JsonElement processor, string path, List<int> prefix, List<int> suffix)
    {
        switch (Text(processor, "type"))
        {
            case "ByteLevel":
                return;
            case "Sequence":
                foreach (var step in processor.GetProperty("processors").EnumerateArray())
                    ReadTemplate(step, path + ".processors", prefix, suffix);
                return;
            case "TemplateProcessing":
                var current = prefix;
                foreach (var item in processor.GetProperty("single").EnumerateArray())
                {
                    if (item.TryGetProperty("SpecialToken", out var special))
                        current.AddRange(processor.GetProperty("special_tokens").GetProperty(Text(special, "id")!).GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
                    else
                        current = suffix;
                }

                return;
            case var other:
                throw Bad($"{path}.type", $"is {other}, expected ByteLevel, TemplateProcessing, or a Sequence of these");
        }
    }

    private InvalidDataException Bad(string field, string what) => new($"{_file}: {field} {what}");

    private void RefuseUnless(bool good, string field, string what)
    {
        if (!good)
            throw Bad(field, what);
    }

    private static JsonElement? Find(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement element, string field) => Find(element, field)?.GetString();

    private static bool Flag(JsonElement element, string field, bool otherwise = false) => Find(element, field)?.GetBoolean() ?? otherwise;
}
