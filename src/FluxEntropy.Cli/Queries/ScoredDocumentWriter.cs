using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Queries;

/// <summary>Writes scored documents as they come: a row of a table, or a JSON object, each.</summary>
internal sealed class ScoredDocumentWriter
{
    private static readonly string[] Usual = ["entropy.mean", "varentropy.mean", "surprisal.mean", "bits_per_byte"];
    private readonly Terminal _terminal;
    private readonly string[] _metrics;
    private readonly bool _jsonLines;
    private readonly bool _text;
    private readonly bool _isRanked;
    private readonly StreamedTable _table;

    public ScoredDocumentWriter(Terminal terminal, string metric, bool jsonLines, bool text, bool isRanked)
    {
        (_terminal, _jsonLines, _text, _isRanked) = (terminal, jsonLines, text, isRanked);
        _metrics = [metric, .. Usual.Where(usual => usual != metric).Take(3)];
        var ids = Math.Clamp(
            terminal.Data.Profile.Width - 24 - _metrics.Sum(name => Math.Max(8, name.Length) + 2),
            16,
            60
        );
        _table = new StreamedTable(
            terminal.Data,
            [
                new("rank", 8),
                new("id", -ids),
                new("tokens", 8),
                .. _metrics.Select(name => new Column(name, Math.Max(8, name.Length))),
            ]
        );
    }

    /// <summary>Documents written.</summary>
    public long Written { get; private set; }

    public void Write(ScoredDocument document)
    {
        if (_jsonLines)
            _terminal.WriteJson(ScoredDocumentJson.Of(document, _text, _isRanked));
        else
            WriteRow(document);
        Written++;
    }

    private void WriteRow(ScoredDocument document)
    {
        if (Written == 0)
            _table.Head();
        if (document.State == ScoredDocument.Types.State.Scored)
            _table.Row([
                _isRanked ? document.Rank.ToString("N0") : "–",
                document.Id,
                document.Tokens.ToString("N0"),
                .. _metrics.Select(name => Value(document, name)),
            ]);
        else
            _table.Row([
                "",
                document.Id,
                "",
                document.Failure.Length > 0 ? document.Failure : document.State.ToString().ToLowerInvariant(),
                .. _metrics.Skip(1).Select(_ => ""),
            ]);
        if (_text && document.Text.Length > 0)
            _terminal.Data.MarkupLine(
                $"          [grey]{Markup.Escape(Fit.End(document.Text.TrimStart(), Math.Min(200, _terminal.Data.Profile.Width - 10)))}[/]"
            );
    }

    private static string Value(ScoredDocument document, string metric) =>
        document.Metrics.TryGetValue(metric, out var value) ? value.ToString("0.0000") : "–";
}
