using FluxEntropy.Metrics;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>What an export holds.</summary>
internal sealed record ExportSummary
{
    public required string Corpus { get; init; }

    public required string Metric { get; init; }

    /// <summary>Hash of the profile whose scores order it.</summary>
    public required string Profile { get; init; }

    public required string Model { get; init; }

    public required string Order { get; init; }

    /// <summary>Metrics that documents may have, in the order of columns.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    public long Documents { get; private set; }

    /// <summary>Tokens of the documents, as the profile's tokenizer counts them.</summary>
    public long Tokens { get; private set; }

    /// <summary>Documents of the corpus that have no score, and are in no export.</summary>
    public ulong Unmeasured { get; set; }

    /// <summary>What each bucket holds, lowest first.</summary>
    public required ExportBucket[] Buckets { get; init; }

    public static ExportSummary Of(QueryRequest request, CorpusProfile scored, int buckets) =>
        new()
        {
            Corpus = request.Corpus,
            Metric = request.Metric,
            Model = scored.Profile.Model,
            Profile = scored.Profile.Hash,
            Order =
                request.HeldOut ? "shard and row"
                : request.Descending ? "descending"
                : "ascending",
            Metrics = scored.Metrics.Count > 0 ? scored.Metrics : MetricCatalog.BuiltIn.Names, // an older server does not say
            Buckets = [.. Enumerable.Range(0, buckets).Select(_ => new ExportBucket())],
        };

    /// <summary>Counts a document.</summary>
    public void Add(ScoredDocument document, int bucket)
    {
        Documents++;
        Tokens += document.Tokens;
        Buckets[bucket].Add(document.Tokens, document.Metrics.TryGetValue(Metric, out var value) ? value : null);
    }
}
