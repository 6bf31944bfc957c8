using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class BarsTests
{
    [Theory]
    [InlineData(0, "    ")]
    [InlineData(0.001, "▏   ")] // something is never nothing
    [InlineData(0.5, "██  ")]
    [InlineData(0.53125, "██▏ ")]
    [InlineData(1, "████")]
    [InlineData(7, "████")]
    public void Bar_is_exact_to_an_eighth_of_a_column(double share, string bar) =>
        Assert.Equal(bar, Bars.Of(share, columns: 4));

    [Fact]
    public void Longest_bar_takes_all_columns_and_labels_are_aligned()
    {
        using var screen = new Screen();

        Bars.Write(screen.Terminal.Data, [new("bin 1", 2, "20%"), new("bin 10", 8, "80%")], columns: 8);

        Assert.Equal(["   bin 1 ██       20%", "  bin 10 ████████ 80%"], screen.Lines);
    }

    [Fact]
    public void Bars_of_nothing_are_empty()
    {
        using var screen = new Screen();

        Bars.Write(screen.Terminal.Data, [new("bin 1", 0, "none")], columns: 4);

        Assert.Equal(["  bin 1      none"], screen.Lines);
    }
}
