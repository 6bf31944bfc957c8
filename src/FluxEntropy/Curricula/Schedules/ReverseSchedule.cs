namespace FluxEntropy.Curricula.Schedules;

/// <summary>One bin after another, from high to low.</summary>
public sealed record ReverseSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Held([
            .. Enumerable
                .Range(0, scope.Bins)
                .Select(bin => new KeyFrame((double)bin / scope.Bins, scope.Only(scope.Bins - 1 - bin))),
        ]);
}
