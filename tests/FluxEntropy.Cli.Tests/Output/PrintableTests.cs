using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain text, ünïcode, 語", "plain text, ünïcode, 語")]
    [InlineData("\u001b[31mred", "␛[31mred")]
    [InlineData("a\nb\tc", "a↵b⇥c")]
    [InlineData("\u007f", "␡")]
    [InlineData("abc\u202edef", "abc\\u{202e}def")]
    [InlineData("\u0085", "\\u{85}")]
    [InlineData("👩\u200d🚀", "👩\u200d🚀")]
    public void What_steers_hides_or_reorders_becomes_a_sign(string text, string line) =>
        Assert.Equal(line, Printable.Line(text));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("語", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    [InlineData("한글", 4)]
    [InlineData("ｶﾅ", 2)] // half-width forms
    public void Width_counts_columns(string text, int columns) => Assert.Equal(columns, Printable.Width(text));
}
