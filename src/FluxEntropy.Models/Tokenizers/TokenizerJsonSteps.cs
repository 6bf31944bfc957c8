using System.Text.RegularExpressions;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>The steps of tokenizer.json that come before the model: normalisers and pre-tokenizers.</summary>
internal static class TokenizerJsonSteps
{
    internal static List<Func<NormalizedText, NormalizedText>> Normalizers(JsonField? element)
    {
        if (element is not { } step)
            return [];
        var type = step.Get("type");
        switch (type.Text())
        {
            case "Sequence":
                return [.. step.Get("normalizers").Items().SelectMany(inner => Normalizers(inner))];
            case "NFC":
                return [UnicodeComposition.Compose];
            case "Prepend":
                var prefix = step.Get("prepend").Text();
                return [text => text.Text.Length == 0 ? text : text.Prepend(prefix)];
            case "Replace":
                var pattern = step.Get("pattern");
                var from = pattern.Find("String")
                    ?? throw pattern.Bad($"is {pattern.Shown}, expected a String: replacing patterns is not supported");
                var (old, replacement) = (from.Text(), step.Get("content").Text());
                return old.Length > 0 ? [text => text.Replace(old, replacement)] : throw from.Bad("is empty");
            default:
                throw type.Bad($"is {type.Shown}, expected NFC, Prepend, Replace of a string, or a Sequence of these");
        }
    }

    /// <summary>The steps in order, and whether the last one writes bytes as letters.</summary>
    internal static (List<IPreTokenizer> Steps, bool ByteLevel) PreTokenizers(JsonField? element)
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
                    steps.Add(new DigitPreTokenizer(step.Find("individual_digits")?.Flag() ?? false));
                    break;
                default:
                    throw type.Bad($"is {type.Shown}, expected ByteLevel, Split, Digits, or a Sequence of these");
            }
        }

        return (steps, byteLevel is not null);
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
        var (translated, difference) = OnigurumaPattern.Translate(text, RegexPreTokenizer.StandInCharacters);
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
