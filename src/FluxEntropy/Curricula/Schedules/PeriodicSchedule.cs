namespace FluxEntropy.Curricula.Schedules;

/// <summary>Difficulty that moves up and down periodically: d = wave(p/period + phase).</summary>
/// <param name="Wave">Its form. The default value is <see cref="Wave.Triangle"/>.</param>
/// <param name="Period">
/// A share of the run (up to 1), or steps (above 1). Periods shorter than a thousandth of the run, or of which there
/// would be more than 2^18 / K², are lengthened to that. The default value is 0.25.
/// </param>
/// <param name="Phase">Where in the period it begins, 0 to 1. The default value is 0.</param>
/// <param name="Width">
/// Share of the mass that is served at a time; 0 for the one bin ⌊dK⌋. The default value is 0.
/// </param>
public sealed record PeriodicSchedule(
    Wave Wave = Wave.Triangle,
    double Period = 0.25,
    double Phase = 0,
    double Width = 0
) : Schedule
{
    private const int CosineLines = 64;
    private const double MaxFrames = 1 << 18; // periods × bins², which bounds the memory that the frames take

    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var window = new MovingWindow(Width, scope);
        var period = Math.Max(scope.Share(Period), Math.Max(1e-3, scope.Bins * scope.Bins / MaxFrames));
        var knots = Knots();
        for (var cycle = 0; ; cycle++)
        {
            for (var i = 1; i < knots.Length; i++)
            {
                var (from, to) = (At(cycle, knots[i - 1]), At(cycle, knots[i]));
                if (from.At >= 1)
                    return window.Frames;
                if (to.At > 0)
                    window.Move(Cut(from, to, Math.Max(0, from.At)), Cut(from, to, Math.Min(1, to.At)));
            }
        }

        (double At, double Place) At(int cycle, (double X, double Place) knot) =>
            ((cycle + knot.X - Phase) * period, knot.Place);
    }

    public override string? Problem(int bins) =>
        (
            Period > 0 && double.IsFinite(Period)
                ? null
                : $"period: {Period} is neither a share of the run (up to 1) nor steps (above 1)."
        )
        ?? Outside("phase", Phase, 0, 1)
        ?? Outside("width", Width, 0, 1);

    private (double X, double Place)[] Knots() =>
        Wave switch
        {
            Wave.Triangle => [(0, 0), (0.5, 1), (1, 0)],
            Wave.Sawtooth => [(0, 0), (1, 1)],
            _ =>
            [
                .. Enumerable
                    .Range(0, CosineLines + 1)
                    .Select(i => ((double)i / CosineLines, (1 - Math.Cos(2 * Math.PI * i / CosineLines)) / 2)),
            ],
        };

    private static (double At, double Place) Cut(
        (double At, double Place) from,
        (double At, double Place) to,
        double at
    ) => (at, from.Place + (to.Place - from.Place) * (at - from.At) / (to.At - from.At));
}
