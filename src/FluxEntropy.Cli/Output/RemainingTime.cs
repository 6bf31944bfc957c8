namespace FluxEntropy.Cli.Output;

/// <summary>Estimates what is left of a piece of work, at its pace over the last ten seconds: work seldom has one pace throughout.</summary>
internal sealed class RemainingTime
{
    private readonly Queue<(TimeSpan At, double Done)> _window = [];

    /// <summary>Takes a sample; returns the time left, or null where it cannot be known.</summary>
    public TimeSpan? Of(Progress progress, TimeSpan elapsed)
    {
        _window.Enqueue((elapsed, progress.Done));
        while (_window.Count > 2 && elapsed - _window.Peek().At > TimeSpan.FromSeconds(10))
            _window.Dequeue();
        var (at, done) = _window.Peek();
        if (progress.Total is not { } total || progress.Done <= done)
            return null;
        var seconds = (total - progress.Done) * (elapsed - at).TotalSeconds / (progress.Done - done);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e8));
    }
}
