using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tokenizers.AddedTokens;

/// <summary>A token that is matched in the text as a whole, before any other rule.</summary>
/// <param name="Id">Token id.</param>
/// <param name="Content">The text that it stands for.</param>
/// <param name="Special">Whether it is a control token, which text is not parsed for unless asked.</param>
/// <param name="Normalized">Whether it is matched after normalisation instead of before.</param>
/// <param name="StripsLeft">Whether it swallows white space before it.</param>
/// <param name="StripsRight">Whether it swallows white space after it.</param>
/// <param name="SingleWord">Whether it must stand between non-word characters.</param>
internal sealed record AddedToken(
    int Id,
    string Content,
    bool Special,
    bool Normalized,
    bool StripsLeft,
    bool StripsRight,
    bool SingleWord
)
{
    /// <summary>
    /// What the text is searched for: the content, normalised like the text where the token is matched after that.
    /// </summary>
    internal string Pattern { get; private init; } = Content;

    /// <summary>Reads what the files of either kind say of a token.</summary>
    internal static AddedToken Read(int id, JsonField token) =>
        new(
            id,
            token.Get("content").Text(),
            token.Flag("special", otherwise: false),
            token.Flag("normalized", otherwise: false),
            token.Flag("lstrip", otherwise: false),
            token.Flag("rstrip", otherwise: false),
            token.Flag("single_word", otherwise: false)
        );

    /// <summary>The token as it is found in a text that was normalised.</summary>
    internal AddedToken In(INormalizer normalizer) =>
        Normalized ? this with { Pattern = normalizer.Normalize(NormalizedText.Unchanged(Content)).Text } : this;
}
