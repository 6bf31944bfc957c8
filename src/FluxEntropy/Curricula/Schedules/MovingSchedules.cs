namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// A window over the ranks that moves on a path of straight lines; its weights are the overlaps with the bins, which are straight
/// lines themselves. A window without width is the one bin that it lies in.
/// </summary>
internal sealed class MovingWindow(double width, ScheduleScope scope)
{
    private readonly List<KeyFrame> _frames = [];

    /// <summary>The frames so far.</summary>
    public KeyFrames Frames => new(_frames);

    /// <summary>Moves the window.</summary>
    /// <param name="from">Progress and place at the start; a place is 0 where the window lies lowest, and 1 where it lies highest.</param>
    /// <param name="to">Progress and place at the end.</param>
    public void Move((double At, double Place) from, (double At, double Place) to)
    {
        var crossings = new SortedSet<double> { 0, 1 };
        for (var edge = 0; edge <= scope.Bins && to.Place != from.Place; edge++)
        {
            foreach (var bound in new[] { (double)edge / scope.Bins, (double)edge / scope.Bins - width })
            {
                var place = width < 1 ? bound / (1 - width) : 0;
                var share = (place - from.Place) / (to.Place - from.Place);
                if (share is > 0 and < 1)
                    crossings.Add(share);
            }
        }
        var shares = crossings.ToArray();
        for (var i = 1; i < shares.Length; i++)
        {
            foreach (var share in shares[(i - 1)..(i + 1)])
            {
                var inside = width > 0 ? share : (shares[i - 1] + shares[i]) / 2;
                _frames.Add(
                    new KeyFrame(
                        from.At + (to.At - from.At) * share,
                        WeightsAt(from.Place + (to.Place - from.Place) * inside)
                    )
                );
            }
        }
    }

    private double[] WeightsAt(double place)
    {
        if (width == 0)
            return scope.Only(Math.Clamp((int)(place * scope.Bins), 0, scope.Bins - 1));
        var low = Math.Clamp(place, 0, 1) * (1 - width);
        var weights = new double[scope.Bins];
        for (var bin = 0; bin < scope.Bins; bin++)
            weights[bin] = Math.Max(
                0,
                Math.Min(low + width, (bin + 1.0) / scope.Bins) - Math.Max(low, (double)bin / scope.Bins)
            );
        return weights;
    }
}

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

/// <summary>Up and down again: d = p/t up to t, then 1 − (p − t)/(1 − t).</summary>
/// <param name="Turn">t, above 0 and below 1. The default value is 0.45.</param>
/// <param name="Width">Share of the mass that is served at a time; 0 is the one bin ⌊dK⌋. The default value is 0.</param>
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

/// <summary>How difficulty moves over a period.</summary>
public enum Wave
{
    /// <summary>Up over half a period, down over the other.</summary>
    Triangle,

    /// <summary>Up, then at once back.</summary>
    Sawtooth,

    /// <summary>d = (1 − cos 2πx)/2, as 64 straight lines a period.</summary>
    Cosine,
}

/// <summary>Difficulty that moves up and down again and again: d = wave(p/period + phase).</summary>
/// <param name="Wave">Its form. The default value is <see cref="Wave.Triangle"/>.</param>
/// <param name="Period">
/// A share of the run (up to 1), or steps (above 1); one shorter than a thousandth of the run, or than 2^18 / K² allow, is taken for that.
/// The default value is 0.25.
/// </param>
/// <param name="Phase">Where in the period it begins, 0 to 1. The default value is 0.</param>
/// <param name="Width">Share of the mass that is served at a time; 0 is the one bin ⌊dK⌋. The default value is 0.</param>
public sealed record PeriodicSchedule(
    Wave Wave = Wave.Triangle,
    double Period = 0.25,
    double Phase = 0,
    double Width = 0
) : Schedule
{
    private const int CosineLines = 64;
    private const double MostFrames = 1 << 18; // periods × bins², which bounds the memory that the frames take

    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var window = new MovingWindow(Width, scope);
        var period = Math.Max(scope.Share(Period), Math.Max(1e-3, scope.Bins * scope.Bins / MostFrames));
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
