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

    [Fact]
    public void Cut_text_is_never_wider_and_splits_no_surrogate_pair() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('\n')), 0, 60], Gen.Int[4, 40])
            .Sample(
                (letters, columns) =>
                {
                    var text = letters.Replace("m", "😀", StringComparison.Ordinal);
                    foreach (var cut in new[] { Fit.End(text, columns), Fit.Middle(text, columns) })
                    {
                        Assert.InRange(cut.Length, 0, columns);
                        Assert.DoesNotContain('\uFFFD', cut.EnumerateRunes().Select(rune => (char)rune.Value));
                    }
                },
                iter: 1000
            );
}
