using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>The planner alone, on one core.</summary>
/// <param name="Documents">Ranked documents that it plans over.</param>
/// <param name="Schedule">Under which schedule.</param>
/// <param name="DecisionsPerSecond">Documents drawn per second.</param>
public sealed record PlannerFigures(int Documents, string Schedule, Spread DecisionsPerSecond);
