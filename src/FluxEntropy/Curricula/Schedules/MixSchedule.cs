namespace FluxEntropy.Curricula.Schedules;

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
