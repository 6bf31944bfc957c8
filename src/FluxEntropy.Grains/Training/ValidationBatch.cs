using FluxEntropy.Engines;

namespace FluxEntropy.Grains.Training;

/// <summary>What a run is measured on.</summary>
/// <param name="Rows">Rows of time + 1 tokens.</param>
/// <param name="IsSample">Whether they are of ranked documents, which are trained on, rather than of documents held out.</param>
internal sealed record ValidationBatch(TokenBatch Rows, bool IsSample);
