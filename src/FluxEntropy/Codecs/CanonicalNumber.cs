using System.Globalization;

namespace FluxEntropy.Codecs;

/// <summary>Doubles as ECMAScript prints them (ECMA-262, Number::toString in radix 10), which RFC 8785 asks for.</summary>
internal static class CanonicalNumber
{
    private const int LargestPlainExponent = 21;
    private const int SmallestPlainExponent = -6;

    /// <exception cref="FormatException">The number is not finite.</exception>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
            throw new FormatException($"{value} is not a number of JSON.");
        if (value == 0)
            return "0";
        var (digits, point) = Shortest(Math.Abs(value));
        return (value < 0 ? "-" : "") + Place(digits, point);
    }

    /// <summary>The fewest digits that read back as the same double, and where among them the decimal point stands.</summary>
    private static (string Digits, int Point) Shortest(double value)
    {
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? dot : parts[0].Length;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), point + exponent - leading);
    }

    private static string Place(string digits, int point)
    {
        if (point is > LargestPlainExponent or <= SmallestPlainExponent)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return $"{digits[0]}{fraction}e{(point > 0 ? "+" : "")}{point - 1}";
        }
        if (point <= 0)
            return $"0.{new string('0', -point)}{digits}";
        return digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}";
    }
}
