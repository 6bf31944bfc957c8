using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Soak;

namespace FluxEntropy.Cli.Tests.Benchmarks;

public sealed class FiguresTests
{
    [Fact]
    public void Median_of_an_even_number_lies_between_the_middle_two() =>
        Assert.Equal(new Spread(2.5, 1, 9), Spread.Of([9, 1, 3, 2]));

    [Fact]
    public void Latencies_are_ranked() =>
        Assert.Equal(new Latency(51, 99, 100), Latency.Of(Enumerable.Range(1, 100).Select(i => (double)i)));

    [Fact]
    public void Level_that_changes_with_the_state_is_no_growth()
    {
        var samples = Enumerable.Range(0, 40).Select(i => ((double)i, i < 20 ? 100.0 : 300.0, i >= 20)).ToList();

        var trend = Trend.Of(samples)!;

        Assert.Equal(0, trend.Slope, tolerance: 1e-9);
    }

    [Fact]
    public void Growth_within_a_state_is_found_with_its_interval()
    {
        var samples = Enumerable
            .Range(0, 60)
            .Select(i => ((double)i, 5.0 * i + (i % 2 == 0 ? 1 : -1), i % 3 == 0))
            .ToList();

        var trend = Trend.Of(samples)!;

        Assert.InRange(5.0, trend.Low, trend.High);
        Assert.True(trend.Low > 4);
    }

    [Fact]
    public void Too_few_samples_have_no_trend() => Assert.Null(Trend.Of([(0, 1, false), (1, 2, false)]));
}
