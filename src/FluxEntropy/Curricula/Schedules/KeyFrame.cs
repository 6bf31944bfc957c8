namespace FluxEntropy.Curricula.Schedules;

/// <summary>Weights at a point of progress.</summary>
/// <param name="At">Progress, 0 to 1.</param>
/// <param name="Weights">One for each bin: finite, not negative, not all zero. [bins]</param>
public sealed record KeyFrame(double At, double[] Weights);
