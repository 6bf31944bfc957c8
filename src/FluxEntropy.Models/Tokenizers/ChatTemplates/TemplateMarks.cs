namespace FluxEntropy.Models.Tokenizers.ChatTemplates;

/// <summary>The texts of the tokens that a tokenizer puts around every text.</summary>
internal sealed record TemplateMarks(string Prefix, string Suffix)
{
    /// <summary>Of a tokenizer that adds none.</summary>
    public static TemplateMarks None { get; } = new("", "");

    public static TemplateMarks Of(HuggingFaceTokenizer tokenizer) =>
        new(
            tokenizer.Decode([.. tokenizer.Prefix], skipSpecial: false),
            tokenizer.Decode([.. tokenizer.Suffix], skipSpecial: false)
        );

    /// <summary>The text without them, where it brings them itself; once, and not what more of them follows.</summary>
    public string Without(string text)
    {
        var start = text.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0;
        var end =
            text.Length - start >= Suffix.Length && text.EndsWith(Suffix, StringComparison.Ordinal)
                ? text.Length - Suffix.Length
                : text.Length;
        return text[start..end];
    }
}
