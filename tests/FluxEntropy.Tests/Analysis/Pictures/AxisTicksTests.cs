using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Tests.Analysis.Pictures;

/// <summary>Round numbers along axes.</summary>
public class AxisTicksTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-1, 1, "−1.0 −0.5 0 0.5 1.0")]
    [InlineData(1.96, 2.04, "1.96 1.98 2.00 2.02 2.04")]
    [InlineData(0, 25_000, "0 5,000 10,000 15,000 20,000 25,000")]
    [InlineData(0, 4e-10, "0 1×10⁻¹⁰ 2×10⁻¹⁰ 3×10⁻¹⁰ 4×10⁻¹⁰")]
    [InlineData(0, 3e9, "0 1×10⁹ 2×10⁹ 3×10⁹")]
    [InlineData(5e6, 5e6 + 4, "5,000,000 5,000,001 5,000,002 5,000,003 5,000,004")]
    public void As_many_as_there_is_room_for_with_as_many_digits_as_tell_them_apart(
        double low,
        double high,
        string ticks
    )
    {
        var found = AxisTicks.Of(low, high, 300, _ => 60);
        Assert.Equal(ticks.Replace("0.0 ", "0 ", StringComparison.Ordinal), string.Join(' ', found.Labels));
        Assert.All(found.Values, value => Assert.InRange(value, low, high));
    }

    [Fact]
    public void Labels_that_need_room_are_fewer_and_never_overlap()
    {
        for (var range = 1e-12; range < 1e12; range *= 3.7)
        {
            var found = AxisTicks.Of(-range / 3, range, 400, label => 7 * label.Length + 10);
            for (var i = 1; i < found.Values.Length; i++)
                Assert.True(
                    (found.Values[i] - found.Values[i - 1]) / (range * 4 / 3) * 400
                        >= 3.5 * (found.Labels[i].Length + found.Labels[i - 1].Length) + 9.9,
                    $"{range}: {string.Join(' ', found.Labels)}"
                );
        }
    }
}
