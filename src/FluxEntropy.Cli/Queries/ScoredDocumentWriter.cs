using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Queries;

/// <summary>Writes scored documents as they come: a row of a table, or a JSON object, each.</summary>
internal sealed class ScoredDocumentWriter
{
    private static readonly string[] Usual = ["entropy.mean", "varentropy.mean", "surprisal.mean", "bits_per_byte"];
    private const int TextColumns = 200;

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
        _table = new StreamedTable(
            terminal.Data,
            [
                new("rank", 8),
                new("id", -60),
                new("tokens", 7),
                .. _metrics.Select((name, i) => new Column(name, Math.Max(8, name.Length), IsOptional: i > 0)),
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
            _terminal.Data.WriteLine($"{"", 8}  {Printable.Line(document.Id)}: {Reason(document)}");
        if (_text && document.Text.Length > 0)
            _terminal.Data.MarkupLine($"{"", 8}  [grey]{Markup.Escape(Shown(document.Text))}[/]");
    }

    private string Shown(string text) =>
        Fit.End(text.TrimStart(), Math.Min(TextColumns, _terminal.Data.Profile.Width - 10));

    private static string Reason(ScoredDocument document) =>
        document.Failure.Length > 0 ? Printable.Line(document.Failure) : document.State.ToString().ToLowerInvariant();

    private static string Value(ScoredDocument document, string metric) =>
        document.Metrics.TryGetValue(metric, out var value) ? value.ToString("0.0000") : "–";
}
