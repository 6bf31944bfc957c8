using System.Text.RegularExpressions;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the pre_tokenizer of tokenizer.json.</summary>
internal static class PreTokenizerJson
{
    /// <summary>
    /// What splits texts, null where nothing does; whether its last step writes bytes as letters; and what writes spaces as marks before
    /// any of it.
    /// </summary>
    internal static (IPreTokenizer? PreTokenizer, bool ByteLevel, Metaspace? Metaspace) Read(JsonField? element)
    {
        var steps = new List<IPreTokenizer>();
        JsonField? byteLevel = null;
        Metaspace? metaspace = null;
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
                case "Metaspace" when steps.Count == 0:
                    steps.Add(metaspace = MetaspaceJson.Read(step));
                    break;
                case "Metaspace":
                    throw type.Bad("is Metaspace after another step; only the first may be, since it changes the text");
                default:
                    throw type.Bad(
                        $"is {type.Shown}, expected ByteLevel, Split, Digits, Metaspace, or a Sequence of these"
                    );
            }
        }

        if (byteLevel is { } both && metaspace is not null)
            throw both.Bad("is ByteLevel beside Metaspace, which is not supported");
        IPreTokenizer? preTokenizer = steps.Count switch
        {
            0 => null,
            1 => steps[0],
            _ => new PreTokenizerSequence(steps),
        };
        return (preTokenizer, byteLevel is not null, metaspace);
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
        if (!Enum.TryParse<SplitBehavior>(behavior.Text(), out var known) || !Enum.IsDefined(known))
            throw behavior.Bad($"is {behavior.Shown}, expected {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
        var inverts = step.Find("invert")?.Flag() ?? false;
        var pattern = step.Get("pattern");
        var field = pattern.Find("Regex") ?? pattern.Get("String");
        var text = field.Path.EndsWith(".Regex", StringComparison.Ordinal) ? field.Text() : Regex.Escape(field.Text());
        var (translated, difference) = OnigurumaPattern.Translate(text, CategoryStandIns.All);
        if (difference is not null)
            throw field.Bad(difference);
        try
        {
            return new RegexPreTokenizer(translated, $"{field.File}: {field.Path}", behavior: known, inverts: inverts);
        }
        catch (ArgumentException e)
        {
            throw field.Bad($"cannot be run here: {Excerpt.Of(e.Message)}");
        }
    }
}
