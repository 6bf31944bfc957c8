using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 documents")]
    [InlineData(1, "1 document")]
    [InlineData(4096, "4,096 documents")]
    public void Count_agrees_with_its_noun(long count, string text) =>
        Assert.Equal(text, Units.Count(count, "document"));

    [Fact]
    public void Irregular_plural_can_be_given() => Assert.Equal("2 corpora", Units.Count(2, "corpus", "corpora"));

    [Theory]
    [InlineData(812, "812 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KiB")]
    [InlineData(3_565_158, "3.4 MiB")]
    public void Bytes_have_at_most_three_digits_before_the_point(long bytes, string text) =>
        Assert.Equal(text, Units.Bytes(bytes));

    [Theory]
    [InlineData(0.05, "50 ms")]
    [InlineData(0.8, "0.8 s")]
    [InlineData(42, "42 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Duration_has_two_units_at_most(double seconds, string text) =>
        Assert.Equal(text, Units.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1240, "1,240 tokens/s")]
    [InlineData(99.4, "99.4 tokens/s")]
    [InlineData(1.234, "1.23 tokens/s")]
    public void Rate_has_three_significant_digits_below_a_hundred(double rate, string text) =>
        Assert.Equal(text, Units.Rate(rate, "tokens"));

    [Fact]
    public void Percentage_has_one_decimal() => Assert.Equal("12.3%", Units.Percent(0.1234));
}
