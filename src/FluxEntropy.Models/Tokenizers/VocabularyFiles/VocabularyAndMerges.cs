using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.AddedTokens;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.Normalizers;
using FluxEntropy.Models.Tokenizers.Pipeline;
using FluxEntropy.Models.Tokenizers.PostProcessors;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tokenizers.VocabularyFiles;

/// <summary>
/// Reads the older pair of files: vocab.json with all tokens, merges.txt with one pair a line. They do not say how a
/// text is
/// split, so that the tokenizer's class, or else the model's type, must: GPT-2's rule or Qwen2's.
/// </summary>
internal static class VocabularyAndMerges
{
    internal const string Vocabulary = "vocab.json";
    internal const string Merges = "merges.txt";

    /// <summary>The long s is an s in the other case to Hugging Face's pattern library, but not to .NET.</summary>
    private const string Qwen2Pattern =
        @"(?i:'[s\u017f]|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <exception cref="InvalidDataException">A file is missing or broken; the message names file and line.</exception>
    internal static TokenizerPipeline Read(string folder)
    {
        var vocabularyFile = Path.Combine(folder, Vocabulary);
        var mergesFile = Path.Combine(folder, Merges);
        if (!File.Exists(mergesFile))
            throw new InvalidDataException($"{mergesFile}: missing beside {Vocabulary}");
        var settings = TokenizerSettings.Read(folder);
        var qwen2 = TokenizerClass.IsQwen2(folder, settings);
        settings.Refuse(
            qwen2 ? ["add_prefix_space", "add_bos_token", "add_eos_token"] : ["add_prefix_space", "add_eos_token"]
        );
        var ids = JsonFile
            .Read(vocabularyFile, ModelFile.MaxTokenizerBytes)
            .Members()
            .ToDictionary(entry => entry.Name, entry => entry.Field.Integer(0, BpeVocabulary.MaxIds - 1));
        var vocabulary = BpeVocabulary.Checked(ids, [.. ReadMerges(mergesFile)], vocabularyFile, mergesFile);
        INormalizer normalizer = qwen2 ? new NfcNormalizer() : new NormalizerSequence([]);
        var pipeline = new TokenizerPipeline
        {
            Model = new ByteLevelModel(vocabulary, ignoreMerges: false),
            AddedTokens = [.. (settings.ReadAddedTokens() ?? EndOfText(ids)).Select(token => token.In(normalizer))],
            Normalizer = normalizer,
            PreTokenizer = new RegexPreTokenizer(qwen2 ? Qwen2Pattern : RegexPreTokenizer.Gpt2Pattern, vocabularyFile),
        };
        return pipeline with { Template = qwen2 ? Template.None : ClassTemplate.Gpt2(folder, settings, pipeline) };
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
                : throw new InvalidDataException(
                    $"{file}:{number}: \"{Excerpt.Of(line)}\": expected two tokens with a space between"
                );
        }
    }

    private static List<AddedToken> EndOfText(Dictionary<string, int> ids) =>
        ids.TryGetValue("<|endoftext|>", out var end)
            ?
            [
                new AddedToken(
                    end,
                    "<|endoftext|>",
                    Special: true,
                    Normalized: false,
                    StripsLeft: false,
                    StripsRight: false,
                    SingleWord: false
                ),
            ]
            : [];
}
