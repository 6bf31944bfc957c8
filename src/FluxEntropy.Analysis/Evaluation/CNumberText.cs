using System.Globalization;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Numbers as C's printf writes them, which statsmodels' summaries use.</summary>
internal static class CNumberText
{
    /// <summary>A fixed number of decimals; for very large and very small values as many significant digits.</summary>
    public static string Short(double value, int digits) =>
        Math.Abs(value) is >= 1e4 or < 1e-4
            ? Trimmed(General(value, digits))
            : value.ToString(digits == 4 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    /// <summary>C's <c>%#.Ng</c>: N significant digits, trailing zeros kept.</summary>
    public static string General(double value, int digits)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan"
                : value > 0 ? "inf"
                : "-inf";
        var scientific = value.ToString($"e{digits - 1}", CultureInfo.InvariantCulture); // d.ddde±ddd
        var (mantissa, power) = Parts(scientific);
        var exponent = int.Parse(power.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= digits)
            return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        var @fixed = value.ToString($"F{digits - 1 - exponent}", CultureInfo.InvariantCulture);
        return digits - 1 == exponent ? @fixed + "." : @fixed;
    }

    // Without trailing zeros.
    private static string Trimmed(string number)
    {
        var (mantissa, power) = Parts(number);
        return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.TrimEnd('0').TrimEnd('.') : mantissa)
            + power;
    }

    private static (string Mantissa, string Power) Parts(string number)
    {
        var exponent = number.IndexOf('e', StringComparison.Ordinal);
        return exponent < 0 ? (number, "") : (number[..exponent], number[exponent..]);
    }
}
