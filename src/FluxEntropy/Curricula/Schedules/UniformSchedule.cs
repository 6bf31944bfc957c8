namespace FluxEntropy.Curricula.Schedules;

/// <summary>Equal weights for all bins: the control of every experiment.</summary>
public sealed record UniformSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) => Curricula.Schedules.KeyFrames.Constant(scope.Alike);
}
