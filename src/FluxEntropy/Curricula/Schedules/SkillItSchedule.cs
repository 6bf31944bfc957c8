namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Multiplicative weights: w_i ← w_i · exp(η · Σ_j A_ij loss_j), scaled to sum 1 (Chen et al., "Skill-it! A Data-Driven
/// Skills Framework for Understanding and Training Language Models", 2023).
/// </summary>
/// <param name="StepSize">η, above 0 to 100. The default value is 0.2.</param>
/// <param name="Influence">
/// A: how much training on bin i helps bin j. The default value (null) is the identity. [bins][bins]
/// </param>
/// <param name="Smoothing">
/// Share that is spread evenly after each update, so that no bin is lost permanently, 0 to 1. The default value is
/// 0.001.
/// </param>
public sealed record SkillItSchedule(double StepSize = 0.2, double[][]? Influence = null, double Smoothing = 1e-3)
    : AdaptiveSchedule
{
    public override string? Problem(int bins) =>
        Outside("stepSize", StepSize, 1e-9, 100)
        ?? Outside("smoothing", Smoothing, 0, 1)
        ?? (
            Influence is null
            || (Influence.Length == bins && Influence.All(row => row?.Length == bins && row.All(double.IsFinite)))
                ? null
                : $"influence: it is not a matrix of {bins} × {bins} finite numbers."
        );

    internal override int? ImpliedBins => Influence?.Length;

    internal override double[] Next(double[] weights, double[] losses)
    {
        var filled = Filled(losses);
        return Smoothed(
            Softmax(
                weights.Select(
                    (weight, bin) =>
                        Math.Log(weight)
                        + StepSize
                            * (
                                Influence is null
                                    ? filled[bin]
                                    : Influence[bin].Zip(filled, (influence, loss) => influence * loss).Sum()
                            )
                )
            ),
            Smoothing
        );
    }
}
