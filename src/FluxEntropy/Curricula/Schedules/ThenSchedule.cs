namespace FluxEntropy.Curricula.Schedules;

/// <summary>One schedule compressed into the first part of the run, another into the rest.</summary>
/// <param name="Schedule">The first.</param>
/// <param name="Next">The other.</param>
/// <param name="At">
/// Where the other begins: a share of the run (below 1), or a step (above 1). The default value is 0.5.
/// </param>
public sealed record ThenSchedule(Schedule Schedule, Schedule Next, double At = 0.5) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        scope.Share(At) is < 1 and var at
            ? Schedule.KeyFrames(Squeezed(scope, at)).Then(Next.KeyFrames(Squeezed(scope, 1 - at)), at)
            : Schedule.KeyFrames(scope);

    public override string? Problem(int bins) =>
        Combining.Problem("schedule", Schedule, bins)
        ?? Combining.Problem("next", Next, bins)
        ?? Combining.BoundProblem("at", At);

    internal override IEnumerable<Schedule> Parts => [Schedule, Next];

    internal static ScheduleScope Squeezed(ScheduleScope scope, double share) =>
        scope with
        {
            Steps = Math.Max(1, (long)Math.Round(scope.Steps * share)),
        };
}
