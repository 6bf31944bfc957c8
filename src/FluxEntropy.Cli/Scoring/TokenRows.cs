using FluxEntropy.Scores;
using FluxEntropy.Sources;
using FluxEntropy.Tables;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// A row a token: surprisal and rank are the token's own (the first token has none), the other statistics those of the
/// distribution after it. A document that could not be scored is one row that says why.
/// </summary>
internal sealed class TokenRows(ITableWriter sink, TokenTexts texts, bool topK) : IScoreWriter
{
    /// <param name="topK">Whether the likeliest tokens of each distribution are wanted.</param>
    public static IReadOnlyList<TableField> Fields(bool topK) =>
        [
            new("id", FieldKind.Text),
            new("position", FieldKind.Integer),
            new("tokenId", FieldKind.Integer),
            new("token", FieldKind.Text),
            new("entropy", FieldKind.Real),
            new("varentropy", FieldKind.Real),
            new("surprisal", FieldKind.Real),
            new("rank", FieldKind.Long),
            new("margin", FieldKind.Real),
            new("top1", FieldKind.Real),
            .. topK
                ? [new("topTokens", FieldKind.Integers), new TableField("topLogProbs", FieldKind.Reals)]
                : Array.Empty<TableField>(),
            new("failure", FieldKind.Text),
        ];

    public void Write(SourceDocument document, DocumentScore score)
    {
        if (score.PerToken is not { } tokens)
        {
            WriteFailure(document, score);
            return;
        }

        var shown = texts.Of(document, score);
        for (var i = 0; i < score.TokenIds.Length; i++)
        {
            sink.Text(document.Id);
            sink.Integer(i);
            sink.Integer(score.TokenIds[i]);
            sink.Text(shown[i]);
            sink.Real(tokens.Entropy[i]);
            sink.Real(tokens.Varentropy[i]);
            sink.Real(i == 0 ? float.NaN : tokens.Surprisal[i - 1]);
            sink.Long(i == 0 ? null : tokens.Rank[i - 1]);
            sink.Real(tokens.Margin[i]);
            sink.Real(tokens.Top1[i]);
            WriteTop(tokens.TopK?[i]);
            sink.Text(null);
            sink.EndRow();
        }
    }

    public ValueTask FlushAsync() => sink.FlushAsync();

    public ValueTask FinishAsync() => sink.FinishAsync();

    private void WriteFailure(SourceDocument document, DocumentScore score)
    {
        sink.Text(document.Id);
        foreach (var field in Fields(topK: false).Skip(1).SkipLast(1))
        {
            if (field.Kind == FieldKind.Text)
                sink.Text(null);
            else if (field.Kind == FieldKind.Integer)
                sink.Integer(null);
            else if (field.Kind == FieldKind.Long)
                sink.Long(null);
            else
                sink.Real(float.NaN);
        }

        WriteTop([]);
        sink.Text(score.Failure);
        sink.EndRow();
    }

    private void WriteTop((int Token, float LogProbability)[]? top)
    {
        if (!topK)
            return;
        sink.Integers([.. top!.Select(likely => likely.Token)]);
        sink.Reals([.. top!.Select(likely => likely.LogProbability)]);
    }
}
