using System.Globalization;

namespace FluxEntropy.Analysis.Reports;

/// <summary>Numbers as a person reads them.</summary>
internal static class NumberText
{
    /// <summary>Four significant digits; a dash for NaN.</summary>
    public static string Of(double number) =>
        number switch
        {
            double.NaN => "–",
            double.PositiveInfinity => "∞",
            double.NegativeInfinity => "−∞",
            0 => "0",
            _ when Math.Abs(number) is >= 1e5 or < 1e-4 => number
                .ToString("0.###e-0", CultureInfo.InvariantCulture)
                .Replace("e-", "e−"),
            _ => number.ToString(
                Math.Abs(number) >= 1000 ? "0"
                    : Math.Abs(number) >= 100 ? "0.0"
                    : Math.Abs(number) >= 10 ? "0.00"
                    : Math.Abs(number) >= 0.1 ? "0.000"
                    : "0.00000",
                CultureInfo.InvariantCulture
            ),
        };

    /// <summary>A cell of a table.</summary>
    public static string OfCell(object? value) =>
        value switch
        {
            null => "–",
            double number => Of(number),
            int or long => Convert
                .ToInt64(value, CultureInfo.InvariantCulture)
                .ToString("N0", CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
