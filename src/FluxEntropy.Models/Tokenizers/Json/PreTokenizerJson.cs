using System.Text.RegularExpressions;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the pre_tokenizer of tokenizer.json.</summary>
internal static class PreTokenizerJson
{
    /// <summary>
    /// What splits texts, null where nothing does, and whether its last step writes bytes as letters.
    /// </summary>
    internal static (IPreTokenizer? PreTokenizer, bool ByteLevel) Read(JsonField? element)
    {
        var steps = new List<IPreTokenizer>();
        JsonField? byteLevel = null;
        foreach (var step in Flatten(element))
        {
            if (byteLevel is { } early)
                throw early.Bad(
                    $"is ByteLevel before another step; only the last may be, since those after it see letters for bytes"
                );
            var type = step.Get("type");
            switch (type.Text())
            {
                case "ByteLevel":
                    byteLevel = type;
                    steps.AddRange(ByteLevel(step));
                    break;
                case "Split":
                    steps.Add(Split(step));
                    break;
                case "Digits":
                    steps.Add(new DigitsPreTokenizer(step.Find("individual_digits")?.Flag() ?? false));
                    break;
                default:
                    throw type.Bad($"is {type.Shown}, expected ByteLevel, Split, Digits, or a Sequence of these");
            }
        }

        IPreTokenizer? preTokenizer = steps.Count switch
        {
            0 => null,
            1 => steps[0],
            _ => new PreTokenizerSequence(steps),
        };
        return (preTokenizer, byteLevel is not null);
    }

    private static IEnumerable<JsonField> Flatten(JsonField? element)
    {
        if (element is not { } step)
            return [];
        return step.Get("type").Text() == "Sequence"
            ? step.Get("pretokenizers").Items().SelectMany(inner => Flatten(inner))
            : [step];
    }

    private static IEnumerable<IPreTokenizer> ByteLevel(JsonField step)
    {
        if (step.Find("add_prefix_space") is { } prefix && prefix.Flag())
            throw prefix.Bad("is true, which is not supported");
        return step.Find("use_regex")?.Flag() ?? true
            ? [new RegexPreTokenizer(RegexPreTokenizer.Gpt2Pattern, $"{step.File}: {step.Path}")]
            : [];
    }

    private static RegexPreTokenizer Split(JsonField step)
    {
        var behavior = step.Get("behavior");
        if (behavior.Text() != "Isolated")
            throw behavior.Bad($"is {behavior.Shown}, expected Isolated");
        if (step.Find("invert") is { } invert && invert.Flag())
            throw invert.Bad("is true, which is not supported");
        var pattern = step.Get("pattern");
        var field = pattern.Find("Regex") ?? pattern.Get("String");
        var text = field.Path.EndsWith(".Regex", StringComparison.Ordinal) ? field.Text() : Regex.Escape(field.Text());
        var (translated, difference) = OnigurumaPattern.Translate(text, CategoryStandIns.All);
        if (difference is not null)
            throw field.Bad(difference);
        try
        {
            return new RegexPreTokenizer(translated, $"{field.File}: {field.Path}");
        }
        catch (ArgumentException e)
        {
            throw field.Bad($"cannot be run here: {Excerpt.Of(e.Message)}");
        }
    }
}
