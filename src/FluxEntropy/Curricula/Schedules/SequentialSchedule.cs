namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// One bin after another, from low to high: bin = clamp(⌊pK⌋, 0, K − 1), the original project's schedule.
/// </summary>
public sealed record SequentialSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Held([
            .. Enumerable.Range(0, scope.Bins).Select(bin => new KeyFrame((double)bin / scope.Bins, scope.Only(bin))),
        ]);
}
