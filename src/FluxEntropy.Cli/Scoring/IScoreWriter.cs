using FluxEntropy.Scores;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Scoring;

/// <summary>Writes scores in some form, in the order in which they come.</summary>
internal interface IScoreWriter
{
    /// <summary>Takes a document in; what a terminal shows is written at once.</summary>
    void Write(SourceDocument document, DocumentScore score);

    /// <summary>Called after each document: brings out what was gathered, where that is enough.</summary>
    ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <summary>Called once, after the last document.</summary>
    ValueTask FinishAsync();
}
