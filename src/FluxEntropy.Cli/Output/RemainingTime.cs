namespace FluxEntropy.Cli.Output;

/// <summary>
/// Estimates what is left of a piece of work, at its pace over the last minute: work seldom has one pace throughout. Work is often
/// counted in lumps, so that the pace of a moment says nothing: what is shown counts down, and drifts towards each new estimate.
/// </summary>
internal sealed class RemainingTime
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(8);

    private readonly Queue<(TimeSpan At, double Done)> _window = [];
    private (TimeSpan At, double Seconds)? _shown;

    /// <summary>Takes a sample; returns the time left, or null before anything is done, and where the end is not known.</summary>
    public TimeSpan? Of(Progress progress, TimeSpan elapsed)
    {
        _window.Enqueue((elapsed, progress.Done));
        // A lump that takes longer than the window stays in it: there is always a pace.
        while (_window.Count > 2 && elapsed - _window.Peek().At > Window && progress.Done > _window.ElementAt(1).Done)
            _window.Dequeue();
        var (at, done) = _window.Peek();
        if (progress.Total is not { } total || progress.Done <= done || elapsed <= at)
            return null;
        var estimate = (total - progress.Done) * (elapsed - at).TotalSeconds / (progress.Done - done);
        var seconds = _shown is { } shown ? Drifted(shown, elapsed, estimate) : estimate;
        _shown = (elapsed, seconds);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e8));
    }

    private static double Drifted((TimeSpan At, double Seconds) shown, TimeSpan elapsed, double estimate)
    {
        var since = (elapsed - shown.At).TotalSeconds;
        var expected = Math.Max(0, shown.Seconds - since);
        return expected + (estimate - expected) * (1 - Math.Exp(-since / Drift.TotalSeconds));
    }
}
