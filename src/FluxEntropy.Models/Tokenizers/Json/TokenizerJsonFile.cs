using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Decoders;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.Pipeline;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>
/// Reads tokenizer.json (huggingface/tokenizers): a BPE or Unigram model with its normalisers, pre-tokenizers, added tokens and
/// template.
/// What is not supported is refused by name, never approximated.
/// </summary>
internal static class TokenizerJsonFile
{
    internal const string Name = "tokenizer.json";

    /// <exception cref="InvalidDataException">
    /// The file is not a tokenizer that can be run exactly; the message names the field.
    /// </exception>
    internal static TokenizerPipeline Read(string file)
    {
        var root = JsonFile.Read(file, ModelFile.MaxTokenizerBytes);
        var model = root.Get("model");
        var normalizer = NormalizerJson.Read(root.Find("normalizer"));
        var (preTokenizer, byteLevel, metaspace) = PreTokenizerJson.Read(root.Find("pre_tokenizer"));
        var (tokens, ids) = ReadModel(model, byteLevel);
        return new TokenizerPipeline
        {
            Model = tokens,
            AddedTokens = AddedTokensJson.Read(root.Find("added_tokens"), ids, normalizer),
            Normalizer = normalizer,
            PreTokenizer = preTokenizer,
            Metaspace = metaspace,
            Template = TemplateJson.Read(root.Find("post_processor")),
            Decoder =
                byteLevel ? new ByteLevelDecoder()
                : metaspace is null ? new SpaceMarkDecoder()
                : new SpaceMarkDecoder(metaspace.Mark.ToString(), metaspace.MarksFirst),
        };
    }

    private static (ITokenModel Model, IReadOnlyDictionary<string, int> Ids) ReadModel(JsonField model, bool byteLevel)
    {
        var type = model.Find("type");
        switch (type?.Text())
        {
            case null or "BPE":
                var vocabulary = VocabularyJson.Read(model);
                return (ModelJson.Read(model, vocabulary, byteLevel), vocabulary.Ids);
            case "Unigram" when byteLevel:
                throw type.Value.Bad($"is {type.Value.Shown} after a byte-level pre-tokenizer, which is not supported");
            case "Unigram":
                return UnigramJson.Read(model);
            default:
                throw type.Value.Bad($"is {type.Value.Shown}, expected BPE or Unigram");
        }
    }
}
