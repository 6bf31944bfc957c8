namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// DoReMi: w ← (1 − ε)·softmax(ln w + η·max(0, loss − reference)) + ε/K (Xie et al., "DoReMi: Optimizing Data Mixtures
/// Speeds Up Language Model Pretraining", 2023).
/// </summary>
/// <param name="Reference">
/// Loss of a reference model in nats per token, one for each bin. The default value (null) is 0 for each.
/// </param>
/// <param name="StepSize">η, above 0 to 100. The default value is 1.</param>
/// <param name="Smoothing">ε, 0 to 1. The default value is 0.001.</param>
public sealed record DoReMiSchedule(double[]? Reference = null, double StepSize = 1, double Smoothing = 1e-3)
    : AdaptiveSchedule
{
    public override string? Problem(int bins) =>
        (
            Reference is null || Reference.Length == bins
                ? null
                : $"reference: {Reference.Length} losses for {bins} bins; give one for each bin."
        )
        ?? (Reference?.All(double.IsFinite) ?? true ? null : "reference: not every value is finite.")
        ?? Outside("stepSize", StepSize, 1e-9, 100)
        ?? Outside("smoothing", Smoothing, 0, 1);

    internal override int? ImpliedBins => Reference?.Length;

    internal override double[] Next(double[] weights, double[] losses) =>
        Smoothed(
            Softmax(
                Filled(losses)
                    .Select(
                        (loss, bin) => Math.Log(weights[bin]) + StepSize * Math.Max(0, loss - (Reference?[bin] ?? 0))
                    )
            ),
            Smoothing
        );
}
