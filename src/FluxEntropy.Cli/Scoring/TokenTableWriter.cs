using FluxEntropy.Cli.Output;
using FluxEntropy.Scores;
using FluxEntropy.Sources;
using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// A row a token: how surprised the model was by it (surprisal), what it expected after it (entropy, varentropy), and, where
/// asked for, the likeliest tokens to follow with their probabilities: beside, or below where a line has no room for them.
/// </summary>
internal sealed class TokenTableWriter : IScoreWriter
{
    private const int LikelyColumns = 16;
    private const int Gap = 2;
    private const int Below = 10;
    private const char Tie = '\u00a0'; // between a token and its probability, which stay on one line

    private static readonly Column[] Own =
    [
        new("position", 8),
        new("id", 7),
        new("token", -20),
        new("surprisal", 9),
        new("entropy", 8),
        new("varentropy", 10),
    ];

    private readonly IAnsiConsole _console;
    private readonly TokenTexts _texts;
    private readonly StreamedTable _table;
    private readonly bool _isBeside;

    public TokenTableWriter(IAnsiConsole console, TokenTexts texts, int topK)
    {
        (_console, _texts) = (console, texts);
        var own = Own.Sum(column => column.Cells + Gap) - Gap;
        _isBeside = own + topK * (LikelyColumns + Gap) <= console.Profile.Width;
        var likely = Enumerable.Range(1, topK).Select(k => new Column(k == 1 ? "likeliest next" : "", -LikelyColumns));
        _table = new StreamedTable(console, [.. Own, .. _isBeside ? likely : []]);
    }

    public void Write(SourceDocument document, DocumentScore score)
    {
        _console.MarkupLine(
            $"[bold aqua]{Markup.Escape(Printable.Line(document.Id))}[/]  {Units.Count(score.TokenIds.Length, "token")}"
        );
        if (score.PerToken is not { } tokens)
            return;
        _table.Head();
        var shown = _texts.Of(document, score);
        for (var i = 0; i < score.TokenIds.Length; i++)
        {
            var surprisal = i == 0 ? "" : tokens.Surprisal[i - 1].ToString("0.0000");
            var likely = Likely(tokens.TopK?[i]).ToList();
            _table.Row([
                $"{i}",
                $"{score.TokenIds[i]}",
                Visible(shown[i]),
                surprisal,
                $"{tokens.Entropy[i]:0.0000}",
                $"{tokens.Varentropy[i]:0.0000}",
                .. _isBeside ? likely.Select(text => text.Replace(Tie, ' ')) : [],
            ]);
            if (!_isBeside)
                WriteBelow(likely);
        }

        _console.WriteLine();
    }

    public ValueTask FinishAsync() => ValueTask.CompletedTask;

    private void WriteBelow(List<string> likely)
    {
        foreach (var line in Prose.Wrap($"next: {string.Join("  ", likely)}", _console.Profile.Width - Below))
            _console.MarkupLine($"{new string(' ', Below)}[grey]{Markup.Escape(line.Trim().Replace(Tie, ' '))}[/]");
    }

    private IEnumerable<string> Likely((int Token, float LogProbability)[]? top) =>
        (top ?? []).Select(likely =>
            $"{Fit.Middle(Visible(_texts.Of(likely.Token)), LikelyColumns - 5)}{Tie}{MathF.Exp(likely.LogProbability):0.00}"
        );

    private static string Visible(string text) => Printable.Line(text).Replace(' ', '·');
}
