using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>A step as it is handed out.</summary>
/// <param name="Planned">Its record in the log.</param>
/// <param name="Batch">Its tokens.</param>
public sealed record ServedStep(StepPlanned Planned, TokenBatch Batch);
