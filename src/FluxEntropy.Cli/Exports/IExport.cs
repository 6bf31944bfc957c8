using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>A form of export; it takes documents in order.</summary>
internal interface IExport : IAsyncDisposable
{
    /// <summary>Asks for what this form needs of each document.</summary>
    void Ask(QueryRequest request);

    /// <summary>Whether all documents have to be counted before the first is taken. The default value is false.</summary>
    bool CountsFirst => false;

    /// <summary>Counts a document, without its text, before any is taken.</summary>
    void Count(ScoredDocument document) { }

    /// <summary>Takes the next document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="bucket">Its bucket, from 0.</param>
    ValueTask AddAsync(ScoredDocument document, int bucket);

    /// <summary>Completes the export, and gives it its name.</summary>
    /// <param name="summary">What the export holds, for forms that keep it.</param>
    Task PublishAsync(ExportSummary summary);
}
