using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Colours that can be told apart with any kind of colour vision.</summary>
internal static class Colours
{
    public static readonly Color Ink = Color.FromHex("#1b1f24");
    public static readonly Color Soft = Color.FromHex("#59636e");
    public static readonly Color Line = Color.FromHex("#d8dee4");

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

    /// <summary>Orange below 0, blue above, white at 0; and the ink that is legible on it.</summary>
    public static (Color Background, Color Ink) Signed(double value)
    {
        if (double.IsNaN(value))
            return Heat(value);
        var (end, share) = (value < 0 ? Series[1] : Series[0], Math.Min(1, Math.Abs(value)));
        return (Colors.White.MixedWith(end, share), share > 0.6 ? Colors.White : Ink);
    }

    /// <summary>Light to dark for 0 to 1, grey for NaN; and the ink that is legible on it.</summary>
    public static (Color Background, Color Ink) Heat(double share)
    {
        if (double.IsNaN(share))
            return (Color.FromHex("#eeeeee"), Soft);
        share = Math.Clamp(share, 0, 1);
        var background =
            share < 0.5 ? Colors.White.MixedWith(Series[4], 2 * share) : Series[4].MixedWith(Darkest, 2 * share - 1);
        return (
            background,
            0.2126 * background.R + 0.7152 * background.G + 0.0722 * background.B > 120 ? Ink : Colors.White
        );
    }
}
