using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>A form of export; it takes documents in order.</summary>
internal interface IExport : IAsyncDisposable
{
    /// <summary>Asks for what this form needs of each document.</summary>
    void Ask(QueryRequest request);

    /// <summary>Takes the next document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="bucket">Its bucket, from 0.</param>
    ValueTask AddAsync(ScoredDocument document, int bucket);

    /// <summary>Completes the export, and gives it its name.</summary>
    /// <param name="summary">What the export holds, for forms that keep it.</param>
    Task PublishAsync(ExportSummary summary);
}
