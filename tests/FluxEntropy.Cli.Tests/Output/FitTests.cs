using CsCheck;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class FitTests
{
    [Fact]
    public void Text_that_fits_stays() => Assert.Equal("short", Fit.End("short", 5));

    [Fact]
    public void Long_text_loses_its_end() => Assert.Equal("surp…", Fit.End("surprisal", 5));

    [Fact]
    public void Path_loses_its_middle() =>
        Assert.Equal("/srv/…ers/one.txt", Fit.Middle("/srv/books/chapters/one.txt", 17));

    [Fact]
    public void Line_feeds_and_tabs_become_spaces() => Assert.Equal("a b c", Fit.End("a\nb\tc", 10));

    [Theory]
    [InlineData("日本語の本", 7, "日本語…")] // two cells each
    [InlineData("日本語の本", 6, "日本…")]
    [InlineData("e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…")] // a mark takes no cell, and stays with its letter
    [InlineData("😀😀😀", 5, "😀😀…")]
    public void Cells_are_counted_and_not_characters(string text, int columns, string cut) =>
        Assert.Equal(cut, Fit.End(text, columns));

    [Fact]
    public void Padding_counts_cells()
    {
        Assert.Equal("日本  ", Fit.PadRight("日本", 6));
        Assert.Equal("  e\u0301", Fit.PadLeft("e\u0301", 3));
    }

    [Fact]
    public void What_steers_a_terminal_is_made_visible() => Assert.Equal("a\\u{202e}b", Fit.OneLine("a\u202eb"));

    [Fact]
    public void Cut_text_is_never_wider_and_splits_no_surrogate_pair() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('\n')), 0, 60], Gen.Int[4, 40])
            .Sample(
                (letters, columns) =>
                {
                    var text = letters
                        .Replace("m", "😀", StringComparison.Ordinal)
                        .Replace("n", "語", StringComparison.Ordinal)
                        .Replace("o", "o\u0308", StringComparison.Ordinal);
                    foreach (var cut in new[] { Fit.End(text, columns), Fit.Middle(text, columns) })
                    {
                        Assert.InRange(Printable.Width(cut), 0, columns);
                        Assert.DoesNotContain('\uFFFD', cut.EnumerateRunes().Select(rune => (char)rune.Value));
                    }
                },
                iter: 1000
            );
}
