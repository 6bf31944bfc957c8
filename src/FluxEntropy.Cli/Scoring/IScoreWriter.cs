using FluxEntropy.Ingest.Sources;
using FluxEntropy.Scores;

namespace FluxEntropy.Cli.Scoring;

/// <summary>Writes scores in some form, in the order in which they come.</summary>
internal interface IScoreWriter
{
    void Write(SourceDocument document, DocumentScore score);

    /// <summary>Called once, after the last document.</summary>
    void Finish();
}
