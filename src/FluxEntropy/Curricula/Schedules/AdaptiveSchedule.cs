namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Weights that follow the losses that trainers report: uniform at first, then updated after each step whose losses are
/// complete. Only steps that were planned under the same curriculum version count, each once.
/// </summary>
public abstract record AdaptiveSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Constant(scope.Adapted ?? scope.Alike);

    /// <summary>The next weights; they sum to 1. [bins]</summary>
    /// <param name="weights">The current ones. [bins]</param>
    /// <param name="losses">Newest mean loss of each bin in nats per token; NaN if it was never served. [bins]</param>
    internal abstract double[] Next(double[] weights, double[] losses);

    /// <summary>How much of a bin's loss is kept when a new one is reported, 0 to 1.</summary>
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

    /// <summary>A bin that was never served is given the mean loss of the others.</summary>
    private protected static double[] Filled(double[] losses)
    {
        var mean = losses.Where(loss => !double.IsNaN(loss)).DefaultIfEmpty().Average();
        return [.. losses.Select(loss => double.IsNaN(loss) ? mean : loss)];
    }

    private protected static double[] Smoothed(double[] weights, double share) =>
        [.. weights.Select(weight => (1 - share) * weight + share / weights.Length)];
}
