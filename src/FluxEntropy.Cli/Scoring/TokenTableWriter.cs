using FluxEntropy.Cli.Output;
using FluxEntropy.Scores;
using FluxEntropy.Sources;
using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// A row a token: how surprised the model was by it (surprisal), what it expected after it (entropy, varentropy), and, where
/// asked for, the likeliest tokens to follow with their probabilities.
/// </summary>
internal sealed class TokenTableWriter(IAnsiConsole console, TokenTexts texts, int topK) : IScoreWriter
{
    private const int LikelyColumns = 16;

    private readonly StreamedTable _table = new(
        console,
        [
            new("position", 8),
            new("id", 7),
            new("token", -20),
            new("surprisal", 10),
            new("entropy", 10),
            new("varentropy", 10),
            .. Enumerable.Range(1, topK).Select(k => new Column(k == 1 ? "likeliest next" : "", -LikelyColumns)),
        ]
    );

    public void Write(SourceDocument document, DocumentScore score)
    {
        console.MarkupLine(
            $"[bold aqua]{Markup.Escape(Printable.Line(document.Id))}[/]  {Units.Count(score.TokenIds.Length, "token")}"
        );
        if (score.PerToken is not { } tokens)
            return;
        _table.Head();
        var shown = texts.Of(document, score);
        for (var i = 0; i < score.TokenIds.Length; i++)
        {
            var surprisal = i == 0 ? "" : tokens.Surprisal[i - 1].ToString("0.0000");
            _table.Row([
                $"{i}",
                $"{score.TokenIds[i]}",
                Visible(shown[i]),
                surprisal,
                $"{tokens.Entropy[i]:0.0000}",
                $"{tokens.Varentropy[i]:0.0000}",
                .. Likely(tokens.TopK?[i]),
            ]);
        }

        console.WriteLine();
    }

    public ValueTask FinishAsync() => ValueTask.CompletedTask;

    private IEnumerable<string> Likely((int Token, float LogProbability)[]? top) =>
        (top ?? []).Select(likely =>
            $"{Fit.Middle(Visible(texts.Of(likely.Token)), LikelyColumns - 5)} {MathF.Exp(likely.LogProbability):0.00}"
        );

    private static string Visible(string text) => Printable.Line(text).Replace(' ', '·');
}
