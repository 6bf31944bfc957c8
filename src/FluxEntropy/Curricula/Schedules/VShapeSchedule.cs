namespace FluxEntropy.Curricula.Schedules;

/// <summary>Up and down again: d = p/t up to t, then 1 − (p − t)/(1 − t).</summary>
/// <param name="Turn">t, above 0 and below 1. The default value is 0.45.</param>
/// <param name="Width">
/// Share of the mass that is served at a time; 0 for the one bin ⌊dK⌋. The default value is 0.
/// </param>
public sealed record VShapeSchedule(double Turn = 0.45, double Width = 0) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var window = new MovingWindow(Width, scope);
        window.Move((0, 0), (Turn, 1));
        window.Move((Turn, 1), (1, 0));
        return window.Frames;
    }

    public override string? Problem(int bins) => Outside("turn", Turn, 1e-6, 1 - 1e-6) ?? Outside("width", Width, 0, 1);
}
