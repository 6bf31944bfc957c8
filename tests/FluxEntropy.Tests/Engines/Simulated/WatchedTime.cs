using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace FluxEntropy.Tests.Engines.Simulated;

/// <summary>A clock that stands until it is moved, and tells what is waited for.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>The next delay that somebody begins, or began since the last call.</summary>
    public ValueTask<TimeSpan> NextDelayAsync() => _delays.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _delays.Writer.TryWrite(dueTime);
        return timer;
    }
}
