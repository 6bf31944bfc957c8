using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>The built-in trainer beside a bare loop over the same model, whose data is in memory.</summary>
/// <param name="Parameters">Of the model.</param>
/// <param name="StepTokens">Targets of a step.</param>
/// <param name="BareTokensPerSecond">The loop.</param>
/// <param name="TrainerTokensPerSecond">The trainer.</param>
/// <param name="Ratio">Trainer ÷ loop, within each round.</param>
public sealed record TrainerFigures(
    long Parameters,
    int StepTokens,
    Spread BareTokensPerSecond,
    Spread TrainerTokensPerSecond,
    Spread Ratio
);
