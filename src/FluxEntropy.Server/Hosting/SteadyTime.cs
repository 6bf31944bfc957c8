namespace FluxEntropy.Server.Hosting;

/// <summary>
/// The time that leases, polls and idle grains are measured by: that of the clock when the process started, and from then on as much
/// later as has passed. Somebody may set the clock meanwhile, by a day or by a second; nothing runs out early then, and nothing waits a
/// day. What people read, such as when a corpus was made, is of the clock.
/// </summary>
/// <param name="clock">The clock; only its first time counts.</param>
internal sealed class SteadyTime(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _started = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + clock.GetElapsedTime(_started);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
