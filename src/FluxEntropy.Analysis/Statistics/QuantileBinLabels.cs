using System.Globalization;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Labels of bins as pandas' qcut writes them, such as <c>(2.572, 2.919]</c>, without its noise behind the fifteenth
/// digit.
/// </summary>
internal static class QuantileBinLabels
{
    // The fewest digits, three or more, by which all edges differ; the first edge slightly lower, so that the least
    // value lies above it.
    public static string[] Of(double[] edges)
    {
        var precision = Enumerable
            .Range(3, 17)
            .FirstOrDefault(
                digits => edges.Select(edge => Rounded(edge, digits)).Distinct().Count() == edges.Length,
                3
            );
        var breaks = edges.Select(edge => Rounded(edge, precision)).ToArray();
        breaks[0] = Decimal(breaks[0] - Math.Pow(10, -precision));
        return [.. Enumerable.Range(1, edges.Length - 1).Select(i => $"({Text(breaks[i - 1])}, {Text(breaks[i])}]")];
    }

    private static double Rounded(double value, int precision)
    {
        if (!double.IsFinite(value) || value == 0)
            return value;
        var whole = Math.Truncate(value);
        var digits = whole == 0 ? -(int)Math.Floor(Math.Log10(Math.Abs(value))) - 1 + precision : precision;
        var scale = Math.Pow(10, digits);
        return Math.Round(value * scale, MidpointRounding.ToEven) / scale; // as NumPy rounds
    }

    // A difference of two short decimals is one too; as a double it may be 1.4940000000000002, which pandas writes.
    private static double Decimal(double value) =>
        double.Parse(value.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(double value) =>
        value == Math.Truncate(value) && Math.Abs(value) < 1e16
            ? value.ToString("0.0", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
}
