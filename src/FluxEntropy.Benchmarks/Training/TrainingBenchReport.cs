namespace FluxEntropy.Benchmarks.Training;

/// <summary>What <c>flux bench training --json</c> prints.</summary>
public sealed record TrainingBenchReport(int Rounds, PlannerFigures Planner, FeedFigures Feed, TrainerFigures Trainer);
