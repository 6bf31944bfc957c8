namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Weights that follow the losses which trainers report: every bin alike at first, then a new vector after each step whose losses
/// are complete. Only steps that were planned under the same curriculum version count, each once.
/// </summary>
public abstract record AdaptiveSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Constant(scope.Adapted ?? scope.Alike);

    /// <summary>The next weights; they sum to 1. [bins]</summary>
    /// <param name="weights">Those before. [bins]</param>
    /// <param name="losses">Newest mean loss of each bin in nats a token; NaN for one that was never served. [bins]</param>
    internal abstract double[] Next(double[] weights, double[] losses);

    /// <summary>How much of a bin's loss is kept when a new one comes, 0 to 1.</summary>
    internal virtual double Memory => 0;

    /// <summary>exp of each, scaled to sum 1, without overflow.</summary>
    private protected static double[] Softmax(IEnumerable<double> logits)
    {
        var values = logits.ToArray();
        var largest = values.Max();
        var weights = values.Select(value => Math.Exp(value - largest)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>The loss of a bin that was never served is taken for the mean of the others.</summary>
    private protected static double[] Filled(double[] losses)
    {
        var mean = losses.Where(loss => !double.IsNaN(loss)).DefaultIfEmpty().Average();
        return [.. losses.Select(loss => double.IsNaN(loss) ? mean : loss)];
    }

    private protected static double[] Evened(double[] weights, double share) =>
        [.. weights.Select(weight => (1 - share) * weight + share / weights.Length)];
}

/// <summary>softmax(loss / T): bins of higher loss are served more.</summary>
/// <param name="Temperature">T in nats, above 0; high ones are near to uniform, negative ones favour bins of low loss. The default value is 1.</param>
/// <param name="Smoothing">How much of a bin's mean loss is kept at each new one, 0 up to 1. The default value is 0.9.</param>
public sealed record SoftmaxSchedule(double Temperature = 1, double Smoothing = 0.9) : AdaptiveSchedule
{
    public override string? Problem(int bins) =>
        (
            double.IsFinite(Temperature) && Math.Abs(Temperature) >= 1e-6
                ? null
                : $"temperature: {Temperature} is not a temperature; give nats, such as 1."
        ) ?? Outside("smoothing", Smoothing, 0, 0.999999);

    internal override double Memory => Smoothing;

    internal override double[] Next(double[] weights, double[] losses) =>
        Softmax(Filled(losses).Select(loss => loss / Temperature));
}

/// <summary>
/// DoReMi: w ← (1 − ε)·softmax(ln w + η·max(0, loss − reference)) + ε/K (Xie et al., "DoReMi: Optimizing Data Mixtures Speeds Up
/// Language Model Pretraining", 2023).
/// </summary>
/// <param name="Reference">Loss of a reference model in nats a token, one for each bin. The default value (null) is 0 for each.</param>
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
        Evened(
            Softmax(
                Filled(losses)
                    .Select(
                        (loss, bin) => Math.Log(weights[bin]) + StepSize * Math.Max(0, loss - (Reference?[bin] ?? 0))
                    )
            ),
            Smoothing
        );
}

/// <summary>
/// Multiplicative weights: w_i ← w_i · exp(η · Σ_j A_ij loss_j), scaled to sum 1 (Chen et al., "Skill-it! A Data-Driven Skills
/// Framework for Understanding and Training Language Models", 2023).
/// </summary>
/// <param name="StepSize">η, above 0 to 100. The default value is 0.2.</param>
/// <param name="Influence">A: how much training on bin i helps bin j. The default value (null) is the identity. [bins][bins]</param>
/// <param name="Smoothing">Share that is spread evenly after each update, so that no bin is lost for good, 0 to 1. The default value is 0.001.</param>
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
        return Evened(
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
