using FluxEntropy.Cli.Output;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Sources;
using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// The text itself, each token on a background that shows one of its statistics. Tokens that share a character are shown
/// as one: their surprisals add up to the character's; of entropies the largest counts.
/// </summary>
internal sealed class HeatMapWriter(IAnsiConsole console, TokenTexts texts, HeatScale scale, MetricCatalog metrics)
    : IScoreWriter
{
    private static readonly Style Uncovered = Style.Plain;
    private static readonly Style Aside = new(Color.Grey);

    private bool _begun;

    public void Write(SourceDocument document, DocumentScore score)
    {
        if (!_begun)
            WriteLegend();
        _begun = true;
        console.MarkupLine(
            $"[bold aqua]{Markup.Escape(Printable.Line(document.Id))}[/]  [grey]{Markup.Escape(Summary(score))}[/]"
        );
        if (score.PerToken is { } tokens)
            console.Write(Flow(document, score, Values(tokens)));
        console.WriteLine();
    }

    public ValueTask FinishAsync() => ValueTask.CompletedTask;

    private void WriteLegend()
    {
        var legend = new FlowingText();
        legend.Add($"{scale.Title}: ", Uncovered);
        foreach (var (text, style) in scale.Steps())
            legend.Add(text, style);
        console.Write(legend);
        console.WriteLine();
    }

    private string Summary(DocumentScore score)
    {
        if (score.Failure is { } failure)
            return Printable.Line(failure);
        var tokens = Units.Count(score.TokenIds.Length, "token");
        return float.IsFinite(Metric("surprisal.mean"))
            ? $"{tokens}, surprisal {Metric("surprisal.mean"):0.00} nats a token, {Metric("bits_per_byte"):0.00} bits a byte"
            : tokens;

        float Metric(string name) => score.Metrics[metrics.IndexOf(name)];
    }

    /// <summary>A value a token; the first token was not predicted, so it has no surprisal. [tokens]</summary>
    private float[] Values(TokenStatistics tokens) =>
        scale.Statistic switch
        {
            "entropy" => tokens.Entropy,
            "varentropy" => tokens.Varentropy,
            _ => [float.NaN, .. tokens.Surprisal],
        };

    private FlowingText Flow(SourceDocument document, DocumentScore score, float[] values)
    {
        var flow = new FlowingText();
        var spans = texts.Spans(document);
        var shown = 0;
        for (var i = 0; i < score.TokenIds.Length; )
        {
            var (cell, value, next) = (spans[i], values[i], i + 1);
            for (; next < score.TokenIds.Length && spans[next].Start < cell.End; next++)
            {
                cell = cell with { End = Math.Max(cell.End, spans[next].End) };
                value = scale.Statistic == "surprisal" ? value + values[next] : Math.Max(value, values[next]);
            }

            flow.Add(document.Text[shown..Math.Max(shown, cell.Start)], Uncovered);
            flow.Add(
                Visible(cell.End > cell.Start ? document.Text[cell.Start..cell.End] : texts.Of(score.TokenIds[i])),
                scale.Of(value)
            );
            shown = Math.Max(shown, cell.End);
            i = next;
        }

        if (score.TokenIds.Length < spans.Length)
            flow.Add($" … cut after {Units.Count(score.TokenIds.Length, "token")}", Aside);
        else
            flow.Add(document.Text[shown..], Uncovered);
        return flow;
    }

    /// <summary>A token of nothing but combining marks stands on a circle; one of no text at all is a dot.</summary>
    private static string Visible(string text) =>
        text.Length == 0 ? "·"
        : Printable.Width(Printable.Line(text)) == 0 ? $"◌{text}"
        : text;
}
