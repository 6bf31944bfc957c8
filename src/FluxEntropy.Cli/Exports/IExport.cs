using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>Takes documents in the order of an export.</summary>
internal interface IExport : IAsyncDisposable
{
    /// <summary>Adds to what is asked of each document what this form needs.</summary>
    void Ask(QueryRequest request);

    /// <summary>Takes the next document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="bucket">Its bucket, from 0.</param>
    ValueTask AddAsync(ScoredDocument document, int bucket);

    /// <summary>Completes the export; before that nothing has its name.</summary>
    /// <param name="summary">What it is an export of, for forms that keep it.</param>
    Task PublishAsync(ExportSummary summary);
}

/// <summary>What an export is of.</summary>
internal sealed record ExportSummary
{
    public required string Corpus { get; init; }

    public required string Metric { get; init; }

    /// <summary>Hash of the profile whose scores order it.</summary>
    public required string Profile { get; init; }

    public required string Model { get; init; }

    public required string Order { get; init; }

    public long Documents { get; set; }

    /// <summary>Tokens of the documents, as the profile's tokenizer counts them.</summary>
    public long Tokens { get; set; }

    /// <summary>What each bucket holds, lowest first.</summary>
    public required ExportBucket[] Buckets { get; init; }
}

/// <summary>A bucket's documents and tokens, and the values of the metric that it spans.</summary>
internal sealed record ExportBucket
{
    public long Documents { get; set; }

    public long Tokens { get; set; }

    public double? Min { get; set; }

    public double? Max { get; set; }
}
