using FluxEntropy.Metrics;

namespace FluxEntropy.Tests.Metrics;

public sealed class MetricTests
{
    /// <summary>Three tokens: two predicting positions and the final distribution.</summary>
    private static readonly TokenStatistics Three = new()
    {
        Entropy = [1f, 3f, 7f],
        Varentropy = [0.5f, 1.5f, 4f],
        Margin = [0.2f, 0.4f, 0.9f],
        Top1 = [0.5f, 0.7f, 0.9f],
        Surprisal = [2f, 4f],
        Rank = [1, 4],
    };

    [Theory]
    [InlineData("entropy.mean", 2.0, 11.0 / 3, 7.0)]
    [InlineData("entropy.sum", 4.0, 11.0, 7.0)]
    [InlineData("entropy.last", 7.0, 7.0, 7.0)]
    [InlineData("entropy.max", 3.0, 7.0, 7.0)]
    [InlineData("entropy.std", 1.0, 2.494438, 0.0)]
    [InlineData("varentropy.mean", 1.0, 2.0, 4.0)]
    [InlineData("varentropy.sum", 2.0, 6.0, 4.0)]
    [InlineData("varentropy.last", 4.0, 4.0, 4.0)]
    [InlineData("surprisal.mean", 3.0, 3.0, double.NaN)]
    [InlineData("surprisal.sum", 6.0, 6.0, double.NaN)]
    [InlineData("perplexity", 20.085537, 20.085537, double.NaN)]
    [InlineData("bits_per_byte", 0.865617, 0.865617, double.NaN)]
    [InlineData("margin.mean", 0.3, 0.5, 0.9)]
    [InlineData("top1.mean", 0.6, 0.7, 0.9)]
    [InlineData("rank.mean", 2.5, 2.5, double.NaN)]
    [InlineData("composite.mean", 5.0, 15.444444, 53.0)]
    [InlineData("composite.last", 53.0, 53.0, 53.0)]
    public void Metric_counts_the_positions_of_its_profile(string name, double predicting, double all, double last)
    {
        double Measure(ScoredPositions positions) =>
            MetricCatalog.BuiltIn.Measure(Three, bytes: 10, positions)[MetricCatalog.BuiltIn.IndexOf(name)];
        Assert.Equal(predicting, Measure(ScoredPositions.Predicting), 1e-5);
        Assert.Equal(all, Measure(ScoredPositions.All), 1e-5);
        Assert.Equal(last, Measure(ScoredPositions.Last), 1e-5);
    }

    [Fact]
    public void Document_of_one_token_has_no_metrics_unless_its_final_distribution_counts()
    {
        var one = new TokenStatistics
        {
            Entropy = [5f],
            Varentropy = [1f],
            Margin = [0f],
            Top1 = [0.1f],
            Surprisal = [],
            Rank = [],
        };
        Assert.All(MetricCatalog.BuiltIn.Measure(one, 0, ScoredPositions.Predicting), value =>
            Assert.Equal(float.NaN, value)
        );
        Assert.Equal(
            5f,
            MetricCatalog.BuiltIn.Measure(one, 0, ScoredPositions.All)[MetricCatalog.BuiltIn.IndexOf("entropy.mean")]
        );
        Assert.Equal(
            float.NaN,
            MetricCatalog.BuiltIn.Measure(one, 0, ScoredPositions.All)[MetricCatalog.BuiltIn.IndexOf("bits_per_byte")]
        );
    }

    [Fact]
    public void Every_metric_has_a_case_above_and_a_name_of_its_own()
    {
        var cases = typeof(MetricTests)
            .GetMethod(nameof(Metric_counts_the_positions_of_its_profile))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Select(data => (string)data.Data[0]!);
        Assert.Equal(MetricCatalog.BuiltIn.Names, cases);
    }

    [Fact]
    public void Views_are_the_root_and_the_share_of_the_uniform_distribution()
    {
        Assert.Equal(3, MetricCatalog.BuiltIn.View("entropy.mean.sqrt")!.Value.Of(9, 1000));
        Assert.Equal(1, MetricCatalog.BuiltIn.View("entropy.mean.norm")!.Value.Of(Math.Log(1000), 1000), 1e-12);
        Assert.Equal(9, MetricCatalog.BuiltIn.View("entropy.mean")!.Value.Of(9, 1000));
        Assert.Null(MetricCatalog.BuiltIn.View("entropy.median.sqrt"));
    }
}
