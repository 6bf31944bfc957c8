using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>How far something is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; null where no one knows.</param>
/// <param name="Note">What else is worth a glance, such as a rate in other units.</param>
internal readonly record struct Progress(double Done, double? Total, string Note = "");

/// <summary>
/// Shows how a piece of work advances, once it has taken two seconds: on a terminal a live line with a bar, elsewhere a
/// line every five seconds; always with what is left, where that is known.
/// </summary>
internal sealed class Meter : IAsyncDisposable
{
    private const int BarColumns = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly string _title;
    private readonly Func<Progress> _progress;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<(TimeSpan At, double Done)> _window = [];
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
        var written = Patience - Between;
        while (await TickAsync(timer))
        {
            var elapsed = _time.GetElapsedTime(_start);
            var progress = _progress();
            var left = Left(progress, elapsed);
            if (elapsed < Patience)
                continue;
            if (_terminal.IsLive)
                _terminal.ShowLive(Live(progress, left));
            else if (elapsed - written >= Between)
            {
                written = elapsed;
                _terminal.Say(Line(progress, left));
            }
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

    /// <summary>Time left at the pace of the last ten seconds: work seldom goes at one pace from start to end.</summary>
    private TimeSpan? Left(Progress progress, TimeSpan elapsed)
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

    private string Live(Progress progress, TimeSpan? left)
    {
        var text = Tail(progress, left);
        if (progress.Total is not > 0)
            return $"[bold]{Markup.Escape(_title)}[/]  {Fitted(text, _title.Length + 3)}";
        var filled = (int)(BarColumns * Share(progress));
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarColumns - filled)}[/]";
        return $"[bold]{Markup.Escape(_title)}[/]  {bar} {Share(progress), 4:0%}  {Fitted(text, _title.Length + BarColumns + 10)}";
    }

    private string Line(Progress progress, TimeSpan? left) =>
        progress.Total is > 0
            ? $"{_title}: {Share(progress):0%}, {Tail(progress, left)}"
            : $"{_title}: {Tail(progress, left)}";

    private string Fitted(string text, int taken) => Markup.Escape(Units.Fit(text, _terminal.Width - taken));

    private static double Share(Progress progress) => Math.Clamp(progress.Done / progress.Total!.Value, 0, 1);

    private static string Tail(Progress progress, TimeSpan? left) =>
        string.Join(
            " · ",
            new[] { left is { } time ? $"{Units.Duration(time)} left" : "", progress.Note }.Where(part =>
                part.Length > 0
            )
        );
}
