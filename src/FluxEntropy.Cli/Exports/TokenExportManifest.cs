using System.Text.Json;
using FluxEntropy.Cli.Output;
using FluxEntropy.Exports;

namespace FluxEntropy.Cli.Exports;

/// <summary>Writes <c>export.json</c>, which says what the token shards of a folder are.</summary>
internal sealed class TokenExportManifest(TokenLayout layout, int separator, string folder)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task WriteAsync(ExportSummary summary, IReadOnlyList<TokenShardWriter> buckets)
    {
        var manifest = new
        {
            layout = layout.Name,
            separator,
            summary.Corpus,
            summary.Metric,
            summary.Order,
            summary.Model,
            summary.Profile,
            summary.Documents,
            summary.Tokens,
            summary.Buckets,
            shards = buckets
                .SelectMany(
                    (bucket, i) =>
                        bucket.Shards.Select(shard => new
                        {
                            file = Path.GetRelativePath(folder, shard.Path),
                            bucket = i + 1,
                            tokens = shard.Tokens,
                        })
                )
                .OrderBy(shard => shard.file, StringComparer.Ordinal),
            note = "Tokens come in the order of a score: "
                + "not the token stream that a speed run of this layout is measured on.",
        };
        await using var file = OutputFile.Create(Path.Combine(folder, "export.json"));
        await JsonSerializer.SerializeAsync(file.Stream, manifest, Format);
        await file.PublishAsync();
    }
}
