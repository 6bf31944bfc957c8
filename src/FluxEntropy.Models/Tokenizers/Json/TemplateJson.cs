using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.PostProcessors;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the post_processor of tokenizer.json.</summary>
internal static class TemplateJson
{
    internal static Template Read(JsonField? processor) => processor is { } step ? Read(step) : Template.None;

    private static Template Read(JsonField processor)
    {
        var type = processor.Get("type");
        return type.Text() switch
        {
            "ByteLevel" => Template.None,
            "Sequence" => processor
                .Get("processors")
                .Items()
                .Aggregate(Template.None, (inner, step) => Read(step).Around(inner)),
            "TemplateProcessing" => ReadSingle(processor),
            _ => throw type.Bad($"is {type.Shown}, expected ByteLevel, TemplateProcessing, or a Sequence of these"),
        };
    }

    /// <summary>The template for one text: special tokens, and the text once among them.</summary>
    private static Template ReadSingle(JsonField processor)
    {
        var (before, after, texts) = (new List<int>(), new List<int>(), 0);
        foreach (var item in processor.Get("single").Items())
        {
            if (item.Find("SpecialToken")?.Get("id").Text() is { } special)
                (texts == 0 ? before : after).AddRange(Ids(processor, special));
            else if (item.Get("Sequence").Get("id") is var id && id.Text() == "A")
                texts++;
            else
                throw id.Bad($"is {id.Shown}, expected A, the only text");
        }

        return texts == 1
            ? new Template(before, after)
            : throw processor.Get("single").Bad($"has the text {texts} times, expected once");
    }

    private static IEnumerable<int> Ids(JsonField processor, string special) =>
        processor
            .Get("special_tokens")
            .Get(special)
            .Get("ids")
            .Items()
            .Select(id => id.Integer(0, BpeVocabulary.MaxIds - 1));
}
