using FluxEntropy.Engines;

namespace FluxEntropy.TrainingRuns;

/// <summary>A step that was trained.</summary>
/// <param name="Report">What is to be reported of it.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record TrainedStep(StepReport Report, double Seconds);
