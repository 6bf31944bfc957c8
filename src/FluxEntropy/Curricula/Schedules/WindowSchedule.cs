namespace FluxEntropy.Curricula.Schedules;

/// <summary>A window of given width that slides over the ranks from low to high: d = p.</summary>
/// <param name="Width">Share of the mass that is served at a time, above 0 to 1. The default value is 0.25.</param>
public sealed record WindowSchedule(double Width = 0.25) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var window = new MovingWindow(Width, scope);
        window.Move((0, 0), (1, 1));
        return window.Frames;
    }

    public override string? Problem(int bins) => Outside("width", Width, 1e-6, 1);
}
