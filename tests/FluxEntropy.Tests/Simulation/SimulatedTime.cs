namespace FluxEntropy.Tests.Simulation;

/// <summary>The scheduler's clock, as a process sees it: its timers end with it.</summary>
internal sealed class SimulatedTime(Scheduler scheduler, SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedTime time, Action callback) : ITimer
    {
        private int _changes; // a ring of before the last change does nothing

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period); // nothing that is simulated repeats a timer
            var change = ++_changes;
            if (dueTime != Timeout.InfiniteTimeSpan)
                time.Ring(dueTime, () => RingIf(change));
            return true;
        }

        public void Dispose() => _changes++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void RingIf(int change)
        {
            if (change == _changes)
                callback();
        }
    }

    private void Ring(TimeSpan after, Action ring) => scheduler.At(process, scheduler.Now + after, ring);
}
