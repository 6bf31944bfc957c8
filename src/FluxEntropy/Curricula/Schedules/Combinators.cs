namespace FluxEntropy.Curricula.Schedules;

/// <summary>One schedule squeezed into the first part of the run, another into the rest.</summary>
/// <param name="Schedule">The first.</param>
/// <param name="Next">The other.</param>
/// <param name="At">Where it begins: a share of the run (below 1), or a step (above 1). The default value is 0.5.</param>
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

/// <summary>Two schedules at once: (1 − share) of one, share of the other.</summary>
/// <param name="Schedule">The one.</param>
/// <param name="With">The other.</param>
/// <param name="Share">0 to 1. The default value is 0.5.</param>
public sealed record MixSchedule(Schedule Schedule, Schedule With, double Share = 0.5) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Schedule.KeyFrames(scope).Mix(With.KeyFrames(scope), Share);

    public override string? Problem(int bins) =>
        Combining.Problem("schedule", Schedule, bins)
        ?? Combining.Problem("with", With, bins)
        ?? Outside("share", Share, 0, 1);

    internal override IEnumerable<Schedule> Parts => [Schedule, With];
}

/// <summary>A curriculum for warming up only: squeezed into the first part of the run, and every bin alike afterwards.</summary>
/// <param name="Schedule">The curriculum.</param>
/// <param name="Until">Where it ends: a share of the run (below 1), or a step (above 1).</param>
public sealed record WarmupSchedule(Schedule Schedule, double Until) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new ThenSchedule(Schedule, new UniformSchedule(), Until).KeyFrames(scope);

    public override string? Problem(int bins) =>
        Combining.Problem("schedule", Schedule, bins) ?? Combining.BoundProblem("until", Until);

    internal override IEnumerable<Schedule> Parts => [Schedule];
}

/// <summary>A share of every batch is spread evenly over all bins, so that none is ever without: w ← (1 − share)·w + share/K.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Share">0 to 1. The default value is 0.1.</param>
public sealed record FloorSchedule(Schedule Schedule, double Share = 0.1) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new MixSchedule(Schedule, new UniformSchedule(), Share).KeyFrames(scope);

    public override string? Problem(int bins) =>
        Combining.Problem("schedule", Schedule, bins) ?? Outside("share", Share, 0, 1);

    internal override IEnumerable<Schedule> Parts => [Schedule];
}

internal static class Combining
{
    public static string? Problem(string field, Schedule? part, int bins) =>
        part is null ? $"{field}: it is missing; give a schedule."
        : part.Problem(bins) is { } problem ? $"{field}.{problem}"
        : null;

    public static string? BoundProblem(string field, double bound) =>
        bound > 0 && bound != 1 && double.IsFinite(bound)
            ? null
            : $"{field}: {bound} is neither a share of the run above 0 and below 1 nor a step above 1.";
}
