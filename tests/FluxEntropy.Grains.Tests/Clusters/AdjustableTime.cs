namespace FluxEntropy.Grains.Tests.Clusters;

/// <summary>The clock of this machine, put forward: what waits for a date need not be waited for. Timers take their real time.</summary>
internal sealed class AdjustableTime : TimeProvider
{
    private long _ahead; // ticks

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void PutForward(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
