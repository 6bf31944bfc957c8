using FluxEntropy.Server.Hosting;

namespace FluxEntropy.Server.Tests.Hosting;

public sealed class SteadyTimeTests
{
    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public void A_clock_that_is_set_changes_nothing_that_is_measured(int hours)
    {
        var clock = new SetClock();
        var time = new SteadyTime(clock);
        var (start, began) = (time.GetUtcNow(), time.GetTimestamp());

        clock.Passed += TimeSpan.FromSeconds(3);
        clock.SetBy += TimeSpan.FromHours(hours);

        Assert.Equal(SetClock.Start, start);
        Assert.Equal(start + TimeSpan.FromSeconds(3), time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(3), time.GetElapsedTime(began));
    }

    private sealed class SetClock : TimeProvider
    {
        public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan Passed { get; set; }

        public TimeSpan SetBy { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Start + Passed + SetBy;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
