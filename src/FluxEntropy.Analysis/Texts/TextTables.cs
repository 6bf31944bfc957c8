using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Texts;

/// <summary>Tables about a text.</summary>
internal static class TextTables
{
    public static ReportTable Metrics(IReadOnlyList<ScoredText> texts) =>
        ReportTable.Of("metrics", ["metric", .. texts.Select(text => text.Model)], texts[0].Metrics.Keys, name =>
            [name, .. texts.Select(text => text.Metrics.TryGetValue(name, out var value) ? (object?)value : null)]
        );

    public static ReportTable Tokens(ScoredText text, string name) =>
        ReportTable.Of(name, ["position", "token", "surprisal", "entropy", "varentropy"], text.Tokens.Index(), token =>
            [
                token.Index,
                token.Item,
                text.Surprisal[token.Index],
                text.Entropy[token.Index],
                text.Varentropy[token.Index],
            ]
        ) with
        {
            Shown = 0,
        };
}
