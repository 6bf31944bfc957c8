namespace FluxEntropy.Curricula.Schedules;

/// <summary>A stage of a schedule.</summary>
/// <param name="Length">A share of the run (up to 1), or steps (above 1).</param>
/// <param name="Weights">One for each bin. [bins]</param>
public sealed record Stage(double Length, double[] Weights);
