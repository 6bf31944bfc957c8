namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Serves the lowest g(p) of the mass, every part of it alike; a pacing function in the sense of Hacohen and Weinshall, "On the Power
/// of Curriculum Learning in Training Deep Networks" (2019). Never less than the first bin.
/// </summary>
/// <param name="Start">What is served at first, as a share of the mass.</param>
public abstract record PacingSchedule(double Start) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new([.. scope.Samples.Select(p => new KeyFrame(p, scope.Lowest(Start + (1 - Start) * Pace(p))))]);

    public override string? Problem(int bins) => Outside("start", Start, 0, 1);

    /// <summary>How far the way from <see cref="Start"/> to everything is done, 0 to 1, never falling.</summary>
    internal abstract double Pace(double p);
}
