using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class RemainingTimeTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void Steady_work_counts_down()
    {
        var left = Run(until: 50, total: 100, at => at.TotalSeconds);

        Assert.Equal(50, left[^1]!.Value, tolerance: 1);
    }

    [Fact]
    public void Work_that_comes_in_lumps_has_a_time_left_that_neither_jumps_nor_vanishes()
    {
        var left = Run(until: 80, total: 100, at => 8 * Math.Floor(at.TotalSeconds / 8)); // eight units every eight seconds

        var known = left.SkipWhile(seconds => seconds is null).ToList();
        Assert.All(known, seconds => Assert.NotNull(seconds));
        Assert.All(known.Zip(known.Skip(1)).Skip(5 * 16), pair =>
            Assert.InRange(Math.Abs(pair.First!.Value - pair.Second!.Value), 0, 2)
        );
        Assert.Equal(20, left[^1]!.Value, tolerance: 6);
    }

    [Fact]
    public void Pace_is_that_of_the_last_minute()
    {
        // Ten times as fast after two minutes.
        var left = Run(until: 240, total: 2000, at =>
            at.TotalSeconds < 120 ? at.TotalSeconds : 120 + 10 * (at.TotalSeconds - 120)
        );

        Assert.Equal((2000 - 1320) / 10.0, left[^1]!.Value, tolerance: 3);
    }

    [Fact]
    public void Nothing_is_said_before_anything_is_done_or_where_the_end_is_not_known()
    {
        Assert.All(Run(until: 10, total: 100, _ => 0), Assert.Null);
        Assert.Null(new RemainingTime().Of(new Progress(5, null), TimeSpan.FromSeconds(5)));
    }

    private static List<double?> Run(int until, double total, Func<TimeSpan, double> done)
    {
        var remaining = new RemainingTime();
        var left = new List<double?>();
        for (var at = TimeSpan.Zero; at <= TimeSpan.FromSeconds(until); at += Tick)
            left.Add(remaining.Of(new Progress(done(at), total), at)?.TotalSeconds);
        return left;
    }
}
