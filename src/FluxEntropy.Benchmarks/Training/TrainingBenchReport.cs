using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>The planner alone, on one core.</summary>
/// <param name="Documents">Ranked documents that it plans over.</param>
/// <param name="Schedule">Under which schedule.</param>
/// <param name="DecisionsPerSecond">Documents drawn per second.</param>
public sealed record PlannerFigures(int Documents, string Schedule, Spread DecisionsPerSecond);

/// <summary>A server that feeds a consumer whose computing is simulated by waiting.</summary>
/// <param name="Documents">Scored documents of the corpus.</param>
/// <param name="StepTokens">Tokens of a step, as uint16.</param>
/// <param name="WantedTokensPerSecond">Speed of the consumer.</param>
/// <param name="TokensPerSecond">What it was fed.</param>
/// <param name="StarvedShare">Share of the time in which it had nothing to compute.</param>
/// <param name="UnlimitedTokensPerSecond">What it is fed if it computes nothing.</param>
public sealed record FeedFigures(
    int Documents,
    int StepTokens,
    double WantedTokensPerSecond,
    Spread TokensPerSecond,
    Spread StarvedShare,
    Spread UnlimitedTokensPerSecond
);

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

/// <summary>What <c>flux bench training --json</c> prints.</summary>
public sealed record TrainingBenchReport(int Rounds, PlannerFigures Planner, FeedFigures Feed, TrainerFigures Trainer);
