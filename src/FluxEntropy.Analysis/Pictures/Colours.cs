using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Colours that can be told apart with any kind of colour vision.</summary>
internal static class Colours
{
    public static readonly Color Ink = Color.FromHex("#1b1f24");
    public static readonly Color Soft = Color.FromHex("#59636e");
    public static readonly Color Line = Color.FromHex("#d8dee4");

    /// <summary>Least contrast of words with what they stand on (WCAG 2, level AA).</summary>
    public const double LeastContrast = 4.5;

    private static readonly Color Darkest = Color.FromHex("#0b2545");

    // Okabe and Ito, "Color Universal Design" (2008), without its yellow, which is faint on white.
    private static readonly Color[] Series =
    [
        Color.FromHex("#0072b2"),
        Color.FromHex("#d55e00"),
        Color.FromHex("#009e73"),
        Color.FromHex("#cc79a7"),
        Color.FromHex("#56b4e9"),
        Color.FromHex("#e69f00"),
        Color.FromHex("#000000"),
        Color.FromHex("#7f7f7f"),
    ];

    /// <summary>Colour of the i-th of several series; they repeat after the eighth.</summary>
    public static Color Of(int series) => Series[series % Series.Length];

    /// <summary>A colour for words on white: that of a line, as much darker as it takes to be legible.</summary>
    public static Color InkOf(Color line)
    {
        var ink = line.WithAlpha(1.0);
        for (var share = 0.05; Contrast(ink, Colors.White) < LeastContrast; share += 0.05)
            ink = line.WithAlpha(1.0).MixedWith(Colors.Black, share);
        return ink;
    }

    /// <summary>Orange below 0, blue above, white at 0; and the ink that is legible on it.</summary>
    public static (Color Background, Color Ink) Signed(double value)
    {
        if (double.IsNaN(value))
            return Heat(value);
        var background = Colors.White.MixedWith(value < 0 ? Series[1] : Series[0], Math.Min(1, Math.Abs(value)));
        return (background, InkOn(background));
    }

    /// <summary>Light to dark for 0 to 1, grey for NaN; and the ink that is legible on it.</summary>
    public static (Color Background, Color Ink) Heat(double share)
    {
        if (double.IsNaN(share))
            return (Color.FromHex("#eeeeee"), Soft);
        share = Math.Clamp(share, 0, 1);
        var background =
            share < 0.5 ? Colors.White.MixedWith(Series[4], 2 * share) : Series[4].MixedWith(Darkest, 2 * share - 1);
        return (background, InkOn(background));
    }

    /// <summary>Contrast of two colours, 1 to 21, as WCAG 2 defines it.</summary>
    public static double Contrast(Color one, Color other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // Of these one always has a contrast of at least 4.5: where neither the ink nor white has, black does.
    private static Color InkOn(Color background) =>
        Contrast(Ink, background) >= LeastContrast ? Ink
        : Contrast(Colors.White, background) >= LeastContrast ? Colors.White
        : Colors.Black;

    private static double Luminance(Color colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(byte component) =>
        component <= 10 ? component / 255.0 / 12.92 : Math.Pow((component / 255.0 + 0.055) / 1.055, 2.4);
}
