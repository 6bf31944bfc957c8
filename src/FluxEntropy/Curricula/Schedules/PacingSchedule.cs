namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Serves the lowest g(p) of the mass uniformly: a pacing function in the sense of Hacohen and Weinshall, "On the Power
/// of Curriculum Learning in Training Deep Networks" (2019). Never less than the first bin.
/// </summary>
/// <param name="Start">Share of the mass that is served at first.</param>
public abstract record PacingSchedule(double Start) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new([.. scope.Samples.Select(p => new KeyFrame(p, scope.Lowest(Start + (1 - Start) * Pace(p))))]);

    public override string? Problem(int bins) => Outside("start", Start, 0, 1);

    /// <summary>Progress from <see cref="Start"/> to all of the mass, 0 to 1, never decreasing.</summary>
    internal abstract double Pace(double p);
}
