using System.Globalization;
using System.Text.Json;
using FluxEntropy.Cli.Output;
using FluxEntropy.Tables;
using FluxEntropy.Tables.ParquetFiles;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>A Parquet file: a row a document, with its text, metadata as JSON, rank, bucket and every metric.</summary>
internal sealed class ParquetExport(OutputFile file, ParquetTableWriter sink, IReadOnlyList<string> metrics) : IExport
{
    private static readonly TableField[] Fields =
    [
        new("id", FieldKind.Text),
        new("text", FieldKind.Text),
        new("metadata", FieldKind.Text),
        new("rank", FieldKind.Text),
        new("bucket", FieldKind.Integer),
        new("tokenCount", FieldKind.Integer),
    ];

    public static async Task<ParquetExport> CreateAsync(string path, ExportSummary summary)
    {
        var file = OutputFile.Create(path);
        return new ParquetExport(
            file,
            await ParquetTableWriter.CreateAsync(
                file.Stream,
                [.. Fields, .. summary.Metrics.Select(name => new TableField(name, FieldKind.Real))],
                new Dictionary<string, string>
                {
                    ["fluxentropy.corpus"] = summary.Corpus,
                    ["fluxentropy.metric"] = summary.Metric,
                    ["fluxentropy.model"] = summary.Model,
                    ["fluxentropy.profile"] = summary.Profile,
                }
            ),
            summary.Metrics
        );
    }

    public void Ask(QueryRequest request) => request.IncludeText = true;

    public ValueTask AddAsync(ScoredDocument document, int bucket)
    {
        sink.Text(document.Id);
        sink.Text(document.Text);
        sink.Text(JsonSerializer.Serialize(document.Metadata));
        sink.Text(document.HeldOut ? null : document.Rank.ToString(CultureInfo.InvariantCulture));
        sink.Integer(bucket + 1);
        sink.Integer((int)document.Tokens);
        foreach (var metric in metrics)
            sink.Real(document.Metrics.TryGetValue(metric, out var value) ? (float)value : float.NaN);
        sink.EndRow();
        return sink.FlushAsync();
    }

    public async Task PublishAsync(ExportSummary summary)
    {
        await sink.FinishAsync();
        await file.PublishAsync();
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
