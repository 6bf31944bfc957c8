namespace FluxEntropy.Cli.Output;

/// <summary>
/// Shows how a piece of work advances, once it has taken two seconds: on a terminal a live line with a bar, elsewhere a line now and
/// then (<see cref="LogPace"/>); with the time left, where that is known.
/// </summary>
internal sealed class Meter : IAsyncDisposable
{
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(2);
    private readonly Terminal _terminal;
    private readonly string _title;
    private readonly Func<Progress> _progress;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly RemainingTime _remaining = new();
    private readonly long _start;
    private readonly Task _loop;

    /// <param name="terminal">Where to show it.</param>
    /// <param name="title">What is done: <c>Scoring</c>.</param>
    /// <param name="progress">Read a few times a second, from another thread.</param>
    /// <param name="time">The default value is the system's clock.</param>
    public Meter(Terminal terminal, string title, Func<Progress> progress, TimeProvider? time = null)
    {
        (_terminal, _title, _progress, _time) = (terminal, title, progress, time ?? TimeProvider.System);
        _start = _time.GetTimestamp();
        _loop = Task.Run(LoopAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _terminal.ShowLive("");
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), _time);
        var pace = new LogPace();
        while (await TickAsync(timer))
        {
            var elapsed = _time.GetElapsedTime(_start);
            var progress = _progress();
            var left = _remaining.Of(progress, elapsed);
            if (elapsed < QuietPeriod)
                continue;
            if (_terminal.IsLive)
                _terminal.ShowLive(ProgressText.Live(_title, progress, left, elapsed, _terminal.Width));
            else if (pace.IsDue(ProgressText.ShareOf(progress), elapsed))
                _terminal.Say(ProgressText.Plain(_title, progress, left, elapsed));
        }
    }

    private async ValueTask<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
