namespace FluxEntropy.Curricula.Schedules;

/// <summary>Fixed weights for the whole run.</summary>
/// <param name="Weights">One for each bin; scaled to sum 1.</param>
public sealed record ManualSchedule(double[] Weights) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) => Curricula.Schedules.KeyFrames.Constant(Weights);

    public override string? Problem(int bins) => BinWeights.Problem("weights", Weights, bins);

    internal override int? ImpliedBins => Weights?.Length;
}
