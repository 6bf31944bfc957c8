using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

public sealed class LossAverageTests
{
    [Fact]
    public void First_loss_counts_in_full_and_equal_ones_are_their_own_average()
    {
        var average = new LossAverage();
        Assert.Null(average.Value);

        average.Add(3);
        Assert.Equal(3, average.Value!.Value, 12);
        for (var i = 0; i < 100; i++)
            average.Add(3);

        Assert.Equal(3, average.Value!.Value, 12);
        average.Clear();
        Assert.Null(average.Value);
    }

    [Fact]
    public void Weights_fall_by_a_twentieth_from_each_loss_to_the_one_before()
    {
        double[] losses = [5, 1, 4, 2];
        var average = new LossAverage();
        foreach (var loss in losses)
            average.Add(loss);

        var weights = losses.Select((_, i) => Math.Pow(1 - LossAverage.Alpha, losses.Length - 1 - i)).ToArray();
        var expected = losses.Zip(weights, (loss, weight) => loss * weight).Sum() / weights.Sum();

        Assert.Equal(expected, average.Value!.Value, 12);
    }
}
