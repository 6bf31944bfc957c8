using System.Text.Encodings.Web;
using System.Text.Json;
using FluxEntropy.Cli.Output;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>JSON lines: an object a document, which <c>ingest</c> reads again.</summary>
internal sealed class JsonLinesExport(OutputFile file) : IExport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Ask(QueryRequest request) => request.IncludeText = true;

    public async ValueTask AddAsync(ScoredDocument document, int bucket)
    {
        await JsonSerializer.SerializeAsync(
            file.Stream,
            new
            {
                document.Id,
                document.Text,
                document.Metadata,
                rank = document.HeldOut ? (ulong?)null : document.Rank,
                bucket = bucket + 1,
                document.Tokens,
                metrics = document
                    .Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
                    .ToDictionary(metric => metric.Key, metric => JsonOutput.Finite(metric.Value)),
            },
            Format
        );
        file.Stream.WriteByte((byte)'\n');
    }

    public Task PublishAsync(ExportSummary summary) => file.PublishAsync();

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
