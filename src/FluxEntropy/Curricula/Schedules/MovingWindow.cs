namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// A window over the ranks that moves along straight lines; its weights are its overlaps with the bins, which are
/// piecewise linear as well. A window of no width is the one bin that contains it.
/// </summary>
internal sealed class MovingWindow(double width, ScheduleScope scope)
{
    private readonly List<KeyFrame> _frames = [];

    /// <summary>The frames so far.</summary>
    public KeyFrames Frames => new(_frames);

    /// <summary>Moves the window.</summary>
    /// <param name="from">
    /// Progress and place at the start; a place is 0 for the lowest position of the window, 1 for the highest.
    /// </param>
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
