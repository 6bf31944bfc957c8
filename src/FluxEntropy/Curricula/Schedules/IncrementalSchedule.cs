namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Stages of given lengths: the k-th of n serves the lowest k/n of the mass, so each adds to the ones before.
/// </summary>
/// <param name="Lengths">
/// Length of each stage, all as shares of the run (up to 1) or all in steps (above 1); the last one extends to the end.
/// </param>
public sealed record IncrementalSchedule(double[] Lengths) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Held([
            .. Stages
                .Starts(Lengths, scope)
                .Select((at, stage) => new KeyFrame(at, scope.Lowest((stage + 1.0) / Lengths.Length))),
        ]);

    public override string? Problem(int bins) => Stages.Problem("lengths", Lengths);
}
