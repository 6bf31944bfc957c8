namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Baby steps: the lowest bin, then the two lowest, and so on up to all K, each for 1/K of the run (Bengio et al.,
/// "Curriculum Learning", 2009).
/// </summary>
public sealed record BabyStepsSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Held([
            .. Enumerable
                .Range(0, scope.Bins)
                .Select(stage => new KeyFrame((double)stage / scope.Bins, scope.Lowest((stage + 1.0) / scope.Bins))),
        ]);
}
