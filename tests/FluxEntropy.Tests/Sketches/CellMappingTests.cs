using CsCheck;
using FluxEntropy.Metrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Sketches;

public sealed class CellMappingTests
{
    private static readonly Gen<float> AnyValue = Gen.OneOf(
        Gen.Float[-1000, 1000],
        Gen.Float[0, 16],
        Gen.Float.Where(value => !float.IsNaN(value)),
        Gen.OneOfConst(0f, -0f, 1f, 16f, float.Epsilon)
    );

    [Fact]
    public void A_mapping_is_read_from_what_it_is_written_as() =>
        Gen.Select(Gen.Int[0, 24], Gen.Int[1, 64])
            .Sample(
                (bits, maximum) =>
                {
                    foreach (var mapping in new[] { CellMapping.Linear(1 << bits, maximum), CellMapping.Relative })
                        Assert.Equal(mapping, CellMapping.Parse(mapping.ToString()));
                }
            );

    [Theory]
    [InlineData("")]
    [InlineData("linear(3, 1)")]
    [InlineData("linear(4096, 16)\n")]
    [InlineData("linear(4096,16)")]
    [InlineData("linear(16777216, 65)")]
    [InlineData("linear(99999999999, 1)")]
    [InlineData("relative(9)")]
    [InlineData("quadratic(1, 2)")]
    public void What_is_no_mapping_is_refused_by_name(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => CellMapping.Parse(text)).Message);

    [Fact]
    public void The_first_format_mapped_its_metrics_as_they_are_mapped_today() =>
        Assert.All(FormatOne.Metrics, metric =>
            Assert.Equal(MetricCatalog.BuiltIn.ColumnOf(metric)!.Cells, FormatOne.CellsOf(metric))
        );

    [Fact]
    public void A_value_lies_in_its_relative_cell() =>
        AnyValue.Sample(value =>
        {
            var cell = CellMapping.Relative.CellOf(value);
            Assert.InRange((double)value, CellMapping.Relative.LowerBound(cell), CellMapping.Relative.UpperBound(cell));
        });

    [Fact]
    public void A_relative_cells_midpoint_is_within_a_512th_of_its_values() =>
        Gen.Float[1e-30f, 1e30f]
            .Sample(magnitude =>
            {
                foreach (var value in new[] { magnitude, -magnitude })
                {
                    var cell = CellMapping.Relative.CellOf(value);
                    var middle = (CellMapping.Relative.LowerBound(cell) + CellMapping.Relative.UpperBound(cell)) / 2;
                    Assert.True(
                        Math.Abs(middle - value) <= Math.Abs((double)value) / 512,
                        $"{value} is represented by {middle}"
                    );
                }
            });

    [Fact]
    public void Mappings_are_monotone() =>
        Gen.Select(AnyValue, AnyValue)
            .Sample(
                (a, b) =>
                {
                    var (low, high) = (Math.Min(a, b), Math.Max(a, b));
                    foreach (var mapping in new[] { CellMapping.Nats, CellMapping.Probability, CellMapping.Relative })
                        Assert.True(mapping.CellOf(low) <= mapping.CellOf(high), $"{low} and {high} swap their cells");
                }
            );

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(-1e-7f, 0)]
    [InlineData(1f, 4096)]
    [InlineData(15.99999f, 65_535)]
    [InlineData(16f, 65_536)]
    [InlineData(1e9f, 65_536)]
    public void Entropy_cells_are_a_4096th_of_a_nat(float nats, int cell) =>
        Assert.Equal(cell, CellMapping.Nats.CellOf(nats));
}
