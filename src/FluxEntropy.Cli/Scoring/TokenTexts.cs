using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Encodings;
using FluxEntropy.Scores;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Scoring;

/// <summary>The text that each token of a scored document stands for.</summary>
/// <param name="tokenizer">The one that the engine tokenised with.</param>
/// <param name="profile">What the scores are scores of.</param>
internal sealed class TokenTexts(HuggingFaceTokenizer tokenizer, ScoringProfile profile)
{
    /// <summary>
    /// Where each token stands in the text; empty for tokens that stand for none of it, such as BOS. Tokens that share a
    /// character each cover all of it. [tokens of the whole text: more than were scored, where it was truncated]
    /// </summary>
    public TokenSpan[] Spans(SourceDocument document) =>
        tokenizer.Encode(document.Text, parseSpecial: profile.ParseSpecialTokens).Spans;

    /// <summary>The text that each scored token covers, or, where it covers none, its own. [tokens]</summary>
    public string[] Of(SourceDocument document, DocumentScore score)
    {
        var spans = Spans(document);
        return
        [
            .. score.TokenIds.Select(
                (token, i) => spans[i].End > spans[i].Start ? document.Text[spans[i].Start..spans[i].End] : Of(token)
            ),
        ];
    }

    /// <summary>A token's own text; bytes that are no character show as U+FFFD.</summary>
    public string Of(int token) => tokenizer.Decode([token], skipSpecial: false);
}
