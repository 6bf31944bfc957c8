using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Sources;
using FluxEntropy.Tables;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// A row a document: its id, what is kept of it, tokens, bytes, every metric, and why it failed where it did.
/// </summary>
internal sealed class DocumentRows(ITableWriter sink, KeptFields kept) : IScoreWriter
{
    public static IReadOnlyList<TableField> Fields(MetricCatalog metrics, KeptFields? kept = null) =>
        [
            new("id", FieldKind.Text),
            .. kept?.Columns ?? [],
            new("tokens", FieldKind.Integer),
            new("bytes", FieldKind.Integer),
            .. metrics.Names.Select(name => new TableField(name, FieldKind.Real)),
            new("failure", FieldKind.Text),
        ];

    public void Write(SourceDocument document, DocumentScore score)
    {
        sink.Text(document.Id);
        kept.Write(sink, document);
        sink.Integer(score.TokenIds.Length);
        sink.Integer(score.Bytes);
        foreach (var value in score.Metrics)
            sink.Real(value);
        sink.Text(score.Failure);
        sink.EndRow();
    }

    public ValueTask FlushAsync() => sink.FlushAsync();

    public ValueTask FinishAsync() => sink.FinishAsync();
}
