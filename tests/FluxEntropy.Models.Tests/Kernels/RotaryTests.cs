using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;

namespace FluxEntropy.Models.Tests.Kernels;

public sealed class RotaryTests
{
    private const int HeadSize = 8;

    private static readonly RotaryPositionSpec Plain = new(Theta: 10_000, Scaling: null);

    [Fact]
    public void Frequencies_fall_from_one_by_the_base() =>
        Assert.Equal([1, 0.1, 0.01, 0.001], Rotary.Frequencies(Plain, HeadSize), (a, b) => Math.Abs(a - b) < 1e-12);

    /// <summary>
    /// With factor 4, low 1, high 4 and an original context of 1000, wavelengths (2π, 20π, 200π, 2000π) below 250 stay,
    /// above
    /// 1000 are stretched four times; 200π ≈ 628.3 lies between: s = (1000/628.3 − 1)/3 ≈ 0.19718.
    /// </summary>
    [Fact]
    public void Llama3_scaling_keeps_short_waves_stretches_long_ones_and_blends_between()
    {
        var frequencies = Rotary.Frequencies(Plain with { Scaling = new Llama3RopeScaling(4, 1, 4, 1000) }, HeadSize);
        Assert.Equal([1, 0.1, 0.01 * (0.8028169 / 4 + 0.1971831), 0.00025], frequencies, (a, b) =>
            Math.Abs(a - b) < 1e-8
        );
    }

    [Fact]
    public void Table_holds_the_angle_of_each_position()
    {
        var (cosines, sines) = Rotary.Table(Plain, HeadSize, 101);
        Assert.Equal(Math.Cos(100 * 0.01), cosines[100 * 4 + 2], 1e-6);
        Assert.Equal(Math.Sin(100 * 0.01), sines[100 * 4 + 2], 1e-6);
        Assert.Equal([1f, 1f, 1f, 1f], cosines[..4]);
    }
}
