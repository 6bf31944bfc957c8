using System.Globalization;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Round numbers along an axis, with as many digits as tell them apart.</summary>
/// <param name="Values">Where they are.</param>
/// <param name="Labels">What they are called.</param>
internal sealed record AxisTicks(double[] Values, string[] Labels)
{
    private const int MaxTicks = 50;

    /// <summary>The most ticks that an axis has room for, in steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">Where the axis begins.</param>
    /// <param name="high">Where it ends, above <paramref name="low"/>.</param>
    /// <param name="pixels">How long it is.</param>
    /// <param name="room">Pixels along the axis that a label needs.</param>
    public static AxisTicks Of(double low, double high, float pixels, Func<string, float> room)
    {
        var power = (int)Math.Floor(Math.Log10((high - low) / MaxTicks));
        for (; ; power++)
        {
            foreach (var digit in new[] { 1, 2, 5 })
            {
                var ticks = Of(low, high, digit, power);
                var spacing = pixels * digit * Math.Pow(10, power) / (high - low);
                if (
                    ticks.Values.Length <= MaxTicks
                    && (ticks.Values.Length < 2 || ticks.Labels.All(label => room(label) <= spacing))
                )
                    return ticks;
            }
        }
    }

    private static AxisTicks Of(double low, double high, int digit, int power)
    {
        // Whole numbers of steps, so that no tick is 0.30000000000000004.
        var step = digit * Math.Pow(10, power);
        var (first, last) = (Math.Ceiling(low / step - 1e-9), Math.Floor(high / step + 1e-9));
        var count = (int)Math.Clamp(last - first + 1, 0, MaxTicks + 1);
        decimal[] mantissas = [.. Enumerable.Range(0, count).Select(i => (decimal)((first + i) * digit))];
        return new(
            [.. mantissas.Select(mantissa => double.Parse($"{mantissa}E{power}", CultureInfo.InvariantCulture))],
            [.. mantissas.Select(mantissa => Text(mantissa, power, Math.Max(Math.Abs(low), Math.Abs(high))))]
        );
    }

    private static string Text(decimal mantissa, int power, double largest)
    {
        if (mantissa == 0)
            return "0";
        var text =
            largest is >= 1e-4 and < 1e7 && power >= -6
                ? ((double)mantissa * Math.Pow(10, power)).ToString(
                    power < 0 ? "0." + new string('0', -power) : "#,0",
                    CultureInfo.InvariantCulture
                )
                : Scientific(mantissa, power);
        return text.Replace('-', '−');
    }

    private static string Scientific(decimal mantissa, int power)
    {
        var (number, exponent) = ((double)mantissa, power);
        while (Math.Abs(number) >= 10)
            (number, exponent) = (number / 10, exponent + 1);
        var raised = string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(Raised));
        return number.ToString("0.####", CultureInfo.InvariantCulture) + "×10" + raised;
    }

    private static char Raised(char digit) =>
        digit switch
        {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            _ => (char)('⁰' + (digit - '0')),
        };
}
