using System.Globalization;
using System.Numerics;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>Numbers as Python has them: integers of any size, floats, and booleans that are 0 and 1.</summary>
internal static class Number
{
    /// <summary>Longest integer. [bits]</summary>
    public const int MaxBits = 1 << 13;

    /// <summary>A value as an integer; null where it is none.</summary>
    public static BigInteger? Integer(object? value) =>
        value switch
        {
            bool flag => flag ? BigInteger.One : BigInteger.Zero,
            BigInteger number => number,
            _ => null,
        };

    /// <summary>A value as a float; null where it is no number.</summary>
    public static double? Real(object? value) => value is double real ? real : (double?)Integer(value);

    /// <summary>An integer that is not too long.</summary>
    /// <exception cref="TemplateFault">It is.</exception>
    public static BigInteger Checked(BigInteger number) =>
        number.GetBitLength() <= MaxBits
            ? number
            : throw new TemplateFault($"it makes an integer of more than {MaxBits:N0} bits");

    /// <summary>
    /// The shortest decimal that is read as this float, as Python's repr() writes it: with an exponent below 1e-4 and from
    /// 1e16 on.
    /// </summary>
    public static string Text(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var (sign, digits, point) = Decimal(value);
        if (point is > 16 or < -3)
            return $"{sign}{digits[..1]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1):00}";
        if (point <= 0)
            return $"{sign}0.{new string('0', -point)}{digits}";
        return digits.Length <= point
            ? $"{sign}{digits.PadRight(point, '0')}.0"
            : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>Its significant digits, and where the point stands among them, counted from their start.</summary>
    private static (string Sign, string Digits, int Point) Decimal(double value)
    {
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = text.Length > 1 ? int.Parse(text[1], CultureInfo.InvariantCulture) : 0;
        var parts = text[0].Split('.');
        var all = parts[0] + (parts.Length > 1 ? parts[1] : "");
        var digits = all.TrimStart('0');
        var point = parts[0].Length + exponent - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');
        var sign = double.IsNegative(value) ? "-" : "";
        return digits.Length == 0 ? (sign, "0", 1) : (sign, digits, point);
    }
}
