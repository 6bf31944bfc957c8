using FluxEntropy.Analysis.Pictures;
using SkiaSharp;

namespace FluxEntropy.Tests.Analysis.Pictures;

/// <summary>Text of any script in pictures.</summary>
public class TextLineTests
{
    [Theory]
    [InlineData("plain text 12", "plain text 12")]
    [InlineData("מודל", "<מודל")]
    [InlineData("מודל 12B", "12B|<מודל ")]
    [InlineData("model מודל two", "model |<מודל| two")]
    [InlineData("\u2068מודל 12B\u2069: ρ = 0.85", "12B|<מודל |: ρ = 0.85")]
    [InlineData("גרסה 1.5 (א)", "< (א)|1.5|<גרסה ")]
    public void Runs_are_in_the_order_in_which_they_are_drawn(string text, string runs)
    {
        // A run that is written from the right begins with <.
        Assert.Equal(
            runs,
            string.Join('|', DirectionRuns.Of(text).Select(run => (run.IsRightToLeft ? "<" : "") + run.Text))
        );
    }

    [Fact]
    public void Hebrew_is_drawn_from_the_right()
    {
        const string word = "אבגד";
        Assert.SkipUnless(
            word.EnumerateRunes().All(rune => Typefaces.Words.ContainsGlyph(rune.Value)),
            "no Hebrew font"
        );
        // The same letters in the order of the eye, one by one from the left, give the same picture.
        Assert.True(Ink(new TextLine(word, Typefaces.Words)).SequenceEqual(Ink(OneByOne("דגבא"))));
        Assert.False(Ink(new TextLine(word, Typefaces.Words)).SequenceEqual(Ink(OneByOne(word))));
    }

    [Fact]
    public void Characters_that_no_font_has_are_told_and_others_are_found_in_other_fonts()
    {
        var line = new TextLine("a\U0010fffdb", Typefaces.Words); // of the private use plane: none has it
        Assert.Equal(["\U0010fffd"], line.Missing);
        Assert.Empty(new TextLine("plain ΔΩ ρ χ² ×10⁻¹⁰ −", Typefaces.Words).Missing);
        var elsewhere = "日本語한국어😀𝓐𝔸⟦"
            .EnumerateRunes()
            .FirstOrDefault(rune =>
                !Typefaces.FixedWidth.ContainsGlyph(rune.Value)
                && Typefaces.With(rune, Typefaces.FixedWidth) is not null
            );
        Assert.SkipWhen(elsewhere.Value == 0, "no second font has a character that the first lacks");
        Assert.Empty(new TextLine($"a{elsewhere}b", Typefaces.FixedWidth).Missing);
        Assert.True(new TextLine($"{elsewhere}", Typefaces.FixedWidth).Width(12) > 0);
    }

    // Words of one letter each, side by side.
    private static Action<SKCanvas> OneByOne(string letters) =>
        canvas =>
        {
            var x = 5f;
            foreach (var letter in letters.EnumerateRunes())
            {
                var line = new TextLine(letter.ToString(), Typefaces.Words);
                line.Draw(canvas, x, 30, 24, SKColors.Black);
                x += line.Width(24);
            }
        };

    private static byte[] Ink(TextLine line) => Ink(canvas => line.Draw(canvas, 5, 30, 24, SKColors.Black));

    // Which columns of pixels have ink.
    private static byte[] Ink(Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(120, 40);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            draw(canvas);
        }
        return
        [
            .. Enumerable
                .Range(0, bitmap.Width)
                .Select(x =>
                    (byte)(Enumerable.Range(0, bitmap.Height).Any(y => bitmap.GetPixel(x, y).Red < 128) ? 1 : 0)
                ),
        ];
    }
}
