namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Spreads a share of every batch evenly over all bins, so that none is ever left out: w ← (1 − share)·w + share/K.
/// </summary>
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
