using System.Text.Json;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// Reads tokenizer.json (huggingface/tokenizers): a BPE model with its normalisers, pre-tokenizers, added tokens and template.
/// What is not supported is refused by name, never approximated.
/// </summary>
internal static class TokenizerJsonFile
{
    /// <exception cref="InvalidDataException">The file is not a tokenizer that can be run exactly; the message names the field.</exception>
    internal static TokenizerPipeline Read(string file)
    {
        var root = JsonFile.Read(file, TokenizerFolder.MostBytes);
        var model = root.Get("model");
        if (model.Find("type") is { } type && type.Text() != "BPE")
            throw type.Bad($"is {type.Shown}, expected BPE");
        var normalizers = TokenizerJsonSteps.Normalizers(root.Find("normalizer"));
        var (preTokenizers, byteLevel) = TokenizerJsonSteps.PreTokenizers(root.Find("pre_tokenizer"));
        var vocabulary = Vocabulary(model);
        var (prefix, suffix) = Template(root.Find("post_processor"));
        return new TokenizerPipeline
        {
            Model = Model(model, vocabulary, byteLevel),
            AddedTokens = AddedTokens(root, vocabulary, normalizers),
            Normalizers = normalizers,
            PreTokenizer = preTokenizers.Count switch
            {
                0 => null,
                1 => preTokenizers[0],
                _ => new PreTokenizerSequence(preTokenizers),
            },
            Prefix = prefix,
            Suffix = suffix,
            Restore = byteLevel ? text => text : SpaceMarks.Restore,
        };
    }

    private static ITokenModel Model(JsonField model, BpeVocabulary vocabulary, bool byteLevel)
    {
        if (model.Find("dropout") is { } dropout && dropout.Number(0, 1) > 0)
            throw dropout.Bad($"is {dropout.Shown}; merging would be random");
        foreach (var name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (model.Find(name) is { } affix && affix.Text().Length > 0)
                throw affix.Bad($"is {affix.Shown}, which is not supported");
        }

        var ignoreMerges = Flag(model, "ignore_merges");
        if (byteLevel)
            return new ByteLevelModel(vocabulary, ignoreMerges);
        if (ignoreMerges)
            throw model.Get("ignore_merges").Bad("is true without a byte-level pre-tokenizer, which is not supported");
        return new ByteFallbackModel(
            model.File,
            vocabulary,
            Flag(model, "byte_fallback"),
            model.Find("unk_token")?.Text(),
            Flag(model, "fuse_unk")
        );
    }

    private static BpeVocabulary Vocabulary(JsonField model)
    {
        var (vocab, merges) = (model.Get("vocab"), model.Get("merges"));
        var ids = new Dictionary<string, int>();
        foreach (var (token, id) in vocab.Members())
            ids.Add(token, id.Integer(0, BpeVocabulary.MostIds - 1));
        return BpeVocabulary.Checked(
            ids,
            [.. merges.Items().Select(Merge)],
            $"{vocab.File}: {vocab.Path}",
            $"{merges.File}: {merges.Path}"
        );
    }

    /// <summary>A pair is written "a b" or ["a", "b"].</summary>
    private static (string Left, string Right) Merge(JsonField merge)
    {
        var halves =
            merge.Value.ValueKind is JsonValueKind.Array
                ? [.. merge.Items().Select(half => half.Text())]
                : merge.Text().Split(' ');
        return halves is [{ Length: > 0 } left, { Length: > 0 } right] && !left.Contains(' ') && !right.Contains(' ')
            ? (left, right)
            : throw merge.Bad($"is {merge.Shown}, expected two tokens without spaces");
    }

    private static List<AddedToken> AddedTokens(
        JsonField root,
        BpeVocabulary vocabulary,
        IReadOnlyList<Func<NormalizedText, NormalizedText>> normalizers
    )
    {
        var owners = vocabulary.Ids.ToDictionary(entry => entry.Value, entry => entry.Key);
        var contents = new HashSet<string>();
        var tokens = new List<AddedToken>();
        foreach (var item in root.Find("added_tokens")?.Items() ?? [])
        {
            var id = item.Get("id");
            var content = item.Get("content");
            var token = new AddedToken(
                id.Integer(0, BpeVocabulary.MostIds - 1),
                content.Text(),
                Flag(item, "special"),
                Flag(item, "normalized"),
                Flag(item, "lstrip"),
                Flag(item, "rstrip"),
                Flag(item, "single_word")
            );
            if (!contents.Add(token.Content))
                throw content.Bad($"is {content.Shown}, which an added token before it is too");
            if (vocabulary.Ids.TryGetValue(token.Content, out var known) && known != token.Id)
                throw id.Bad($"is {token.Id}, but model.vocab gives {content.Shown} the id {known}");
            if (
                owners.TryGetValue(token.Id, out var owner)
                    ? owner != token.Content
                    : !owners.TryAdd(token.Id, token.Content)
            )
                throw id.Bad($"is {token.Id}, which \"{Excerpt.Of(owner!)}\" has too");
            tokens.Add(token.In(normalizers));
        }

        return tokens;
    }

    private static (List<int> Prefix, List<int> Suffix) Template(JsonField? processor)
    {
        var (prefix, suffix) = (new List<int>(), new List<int>());
        if (processor is { } step)
            ReadTemplate(step, prefix, suffix);
        return (prefix, suffix);
    }

    private static void ReadTemplate(JsonField processor, List<int> prefix, List<int> suffix)
    {
        var type = processor.Get("type");
        switch (type.Text())
        {
            case "ByteLevel":
                return;
            case "Sequence":
                foreach (var step in processor.Get("processors").Items())
                    ReadTemplate(step, prefix, suffix);
                return;
            case "TemplateProcessing":
                ReadSingle(processor, prefix, suffix);
                return;
            default:
                throw type.Bad($"is {type.Shown}, expected ByteLevel, TemplateProcessing, or a Sequence of these");
        }
    }

    /// <summary>The template for one text: special tokens, and the text once among them. One template goes around what another before it made.</summary>
    private static void ReadSingle(JsonField processor, List<int> prefix, List<int> suffix)
    {
        var (before, after, texts) = (new List<int>(), new List<int>(), 0);
        foreach (var item in processor.Get("single").Items())
        {
            if (item.Find("SpecialToken")?.Get("id").Text() is { } special)
                (texts == 0 ? before : after).AddRange(
                    processor
                        .Get("special_tokens")
                        .Get(special)
                        .Get("ids")
                        .Items()
                        .Select(id => id.Integer(0, BpeVocabulary.MostIds - 1))
                );
            else if (item.Get("Sequence").Get("id") is var id && id.Text() == "A")
                texts++;
            else
                throw id.Bad($"is {id.Shown}, expected A, the only text");
        }

        if (texts != 1)
            throw processor.Get("single").Bad($"has the text {texts} times, expected once");
        prefix.InsertRange(0, before);
        suffix.AddRange(after);
    }

    private static bool Flag(JsonField field, string name) => field.Find(name)?.Flag() ?? false;
}
