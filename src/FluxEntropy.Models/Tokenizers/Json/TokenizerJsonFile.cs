using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Decoders;
using FluxEntropy.Models.Tokenizers.Pipeline;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>
/// Reads tokenizer.json (huggingface/tokenizers): a BPE model with its normalisers, pre-tokenizers, added tokens and
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
        if (model.Find("type") is { } type && type.Text() != "BPE")
            throw type.Bad($"is {type.Shown}, expected BPE");
        var normalizer = NormalizerJson.Read(root.Find("normalizer"));
        var (preTokenizer, byteLevel) = PreTokenizerJson.Read(root.Find("pre_tokenizer"));
        var vocabulary = VocabularyJson.Read(model);
        return new TokenizerPipeline
        {
            Model = ModelJson.Read(model, vocabulary, byteLevel),
            AddedTokens = AddedTokensJson.Read(root.Find("added_tokens"), vocabulary, normalizer),
            Normalizer = normalizer,
            PreTokenizer = preTokenizer,
            Template = TemplateJson.Read(root.Find("post_processor")),
            Decoder = byteLevel ? new ByteLevelDecoder() : new SpaceMarkDecoder(),
        };
    }
}
