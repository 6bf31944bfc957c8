namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// A schedule for the warm-up only: compressed into the first part of the run, and uniform afterwards.
/// </summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Until">Where it ends: a share of the run (below 1), or a step (above 1).</param>
public sealed record WarmupSchedule(Schedule Schedule, double Until) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new ThenSchedule(Schedule, new UniformSchedule(), Until).KeyFrames(scope);

    public override string? Problem(int bins) =>
        Combining.Problem("schedule", Schedule, bins) ?? Combining.BoundProblem("until", Until);

    internal override IEnumerable<Schedule> Parts => [Schedule];
}
