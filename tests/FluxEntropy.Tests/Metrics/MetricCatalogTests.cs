using FluxEntropy.Metrics;
using FluxEntropy.SampleMetrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Metrics;

public sealed class MetricCatalogTests
{
    private static readonly TokenStatistics Statistics = new()
    {
        Entropy = [2f, 0.5f, 1f],
        Varentropy = [0f, 0f, 0f],
        Margin = [0f, 0f, 0f],
        Top1 = [0f, 0f, 0f],
        Surprisal = [1f, 1f],
        Rank = [1, 1],
    };

    [Fact]
    public void The_metrics_of_the_program_are_found_and_keep_the_order_of_columns_that_scripts_know() =>
        Assert.Equal(FormatOne.Metrics, MetricCatalog.BuiltIn.Names);

    [Fact]
    public void Every_metric_says_its_unit_formula_and_source() => Assert.All(MetricCatalog.BuiltIn.Metrics, metric =>
        {
            Assert.NotEmpty(metric.Unit);
            Assert.NotEmpty(metric.Formula);
            Assert.NotEmpty(metric.Source);
            Assert.Equal(MetricNeeds.TokenStatistics, metric.Needs);
        });

    [Fact]
    public void A_metric_of_another_assembly_needs_no_line_but_its_own_file()
    {
        var catalog = MetricCatalog.BuiltIn.With(typeof(EntropyMinimum).Assembly);
        Assert.Equal([.. MetricCatalog.BuiltIn.Names, "entropy.min"], catalog.Names);
        Assert.Equal(new MetricColumn("entropy.min", CellMapping.Nats), catalog.ColumnOf("entropy.min"));
        var values = catalog.Measure(Statistics, 3, ScoredPositions.Predicting);
        Assert.Equal(0.5f, values[catalog.IndexOf("entropy.min")]);
        Assert.Equal(1.25f, values[catalog.IndexOf("entropy.mean")]);
        Assert.Equal(-1, MetricCatalog.BuiltIn.IndexOf("entropy.min"));
    }

    [Fact]
    public void An_assembly_without_metrics_is_refused() =>
        Assert.Contains(
            "xunit.v3.assert has no class that implements FluxEntropy.Metrics.IMetric",
            Assert.Throws<ArgumentException>(() => MetricCatalog.BuiltIn.With(typeof(Assert).Assembly)).Message
        );

    [Theory]
    [InlineData("entropy.mean", "EntropyMean has that name already")]
    [InlineData("entropy.min.sqrt", "views of metrics")]
    [InlineData("tokens", "tables of scores have another column of that name")]
    [InlineData("Entropy", "words of a-z")]
    [InlineData("entropy..min", "words of a-z")]
    [InlineData("../entropy", "words of a-z")]
    [InlineData("entropy~2", "words of a-z")]
    [InlineData("", "words of a-z")]
    public void A_name_that_could_not_be_a_column_or_a_file_is_refused(string name, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ArgumentException>(() => MetricCatalog.BuiltIn.With([new NamedMetric(name)])).Message
        );

    [Fact]
    public void A_new_version_of_a_metric_is_another_column_under_the_same_name()
    {
        var catalog = MetricCatalog.BuiltIn.With([new NamedMetric("entropy.min", version: 2)]);
        Assert.Equal("entropy.min~2", catalog.ColumnOf("entropy.min")!.Name);
        Assert.Equal("entropy.min~2", catalog.ColumnNameOf("entropy.min"));
        Assert.Equal("entropy.min", catalog.ColumnNameOf("entropy.min~1"));
        Assert.Equal("entropy.unknown", catalog.ColumnNameOf("entropy.unknown"));
    }

    [Fact]
    public void A_metric_that_throws_has_no_value_and_harms_no_other()
    {
        var catalog = MetricCatalog.BuiltIn.With([new NamedMetric("entropy.broken")]);
        var values = catalog.Measure(Statistics, 3, ScoredPositions.Predicting);
        Assert.Equal(float.NaN, values[catalog.IndexOf("entropy.broken")]);
        Assert.Equal(2f, values[catalog.IndexOf("entropy.max")]);
    }

    private sealed class NamedMetric(string name, int version = 1) : ITokenMetric
    {
        public string Name => name;

        public string Unit => "1";

        public string Formula => "none";

        public string Source => "made up for the tests";

        public CellMapping Cells => CellMapping.Relative;

        public int Version => version;

        public double Of(in MeasuredDocument document) => throw new InvalidOperationException("it is broken");
    }
}
