using FluxEntropy.Cli.Output;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Sources;
using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>A row a document, with the metrics that people look at first, and their mean at the end.</summary>
internal sealed class ScoreTableWriter : IScoreWriter
{
    private static readonly (string Metric, string Title)[] Shown =
    [
        ("entropy.mean", "entropy"),
        ("varentropy.mean", "varentropy"),
        ("surprisal.mean", "surprisal"),
        ("perplexity", "perplexity"),
        ("bits_per_byte", "bits/byte"),
    ];

    private const int ValueColumns = 7; // 12.3456: a vocabulary would have to be huge for more nats

    private readonly StreamedTable _table;
    private readonly int[] _columns;
    private readonly double[] _sums = new double[Shown.Length];
    private long _scored;
    private long _tokens;

    public ScoreTableWriter(IAnsiConsole console, MetricCatalog metrics)
    {
        _columns = [.. Shown.Select(shown => metrics.IndexOf(shown.Metric))];
        _table = new StreamedTable(
            console,
            [new("id", -48), new("tokens", 7), .. Shown.Select(shown => new Column(shown.Title, ValueColumns))]
        );
        _table.Head();
    }

    public void Write(SourceDocument document, DocumentScore score)
    {
        var values = _columns.Select(column => score.Metrics[column]).ToArray();
        _table.Row([document.Id, $"{score.TokenIds.Length:N0}", .. values.Select(value => Value(value))]);
        if (!values.All(float.IsFinite))
            return;
        _scored++;
        _tokens += score.TokenIds.Length;
        for (var i = 0; i < values.Length; i++)
            _sums[i] += values[i];
    }

    public ValueTask FinishAsync()
    {
        if (_scored > 1)
            _table.Row([
                $"mean of {Units.Count(_scored, "document")}",
                $"{(double)_tokens / _scored:N0}",
                .. _sums.Select(sum => Value(sum / _scored)),
            ]);
        return ValueTask.CompletedTask;
    }

    private static string Value(double value) => double.IsFinite(value) ? value.ToString("0.0000") : "–";
}
