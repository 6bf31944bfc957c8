using System.Globalization;
using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Filters that make a number of a value.</summary>
internal static class NumberFilters
{
    private const int MaxDigits = 2_000;

    public static IReadOnlyDictionary<string, Filters.Filter> All { get; } =
        new Dictionary<string, Filters.Filter>
        {
            ["int"] = Integer,
            ["float"] = (value, given, _) => Real(value) ?? given.Bind("float", "default").Get("default", 0.0),
            ["abs"] = (value, _, _) => value is double real ? Math.Abs(real) : BigInteger.Abs(IntegerOf("abs", value)),
            ["round"] = Round,
            ["length"] = (value, _, _) => (BigInteger)Items.Count(value),
            ["count"] = (value, _, _) => (BigInteger)Items.Count(value),
            ["sum"] = Sum,
        };

    private static BigInteger IntegerOf(string filter, object? value) =>
        Number.Integer(value) ?? throw new TemplateFault($"{filter} is given {Kind.Of(value)}, expected a number");

    private static object? Integer(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("int", "default", "base");
        var otherwise = bound.Get("default", BigInteger.Zero);
        if (value is Undefined undefined)
            throw undefined.Fault;
        if (Number.Integer(value) is { } number)
            return number;
        if (value is string text && Parsed(text, bound.Integer("base", 10)) is { } parsed)
            return parsed;
        return Real(value) is { } real && double.IsFinite(real) ? new BigInteger(Math.Truncate(real)) : otherwise;
    }

    private static BigInteger? Parsed(string text, int radix)
    {
        text = CodePoints.Strip(text, null, start: true, end: true).ToLowerInvariant();
        var negative = text is ['-', ..];
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        var prefix = radix switch
        {
            16 => "0x",
            8 => "0o",
            2 => "0b",
            _ => "",
        };
        if (prefix.Length > 0 && digits.StartsWith(prefix, StringComparison.Ordinal))
            digits = digits[2..];
        if (digits.Length is 0 or > MaxDigits || digits is ['_', ..] or [.., '_'] || digits.Contains("__"))
            return null;
        var number = BigInteger.Zero;
        foreach (var digit in digits.Where(digit => digit != '_'))
        {
            var value =
                digit is >= 'a' and <= 'z' ? digit - 'a' + 10
                : char.IsAsciiDigit(digit) ? digit - '0'
                : radix;
            if (value >= radix)
                return null;
            number = (number * radix) + value;
        }

        return negative ? -number : number;
    }

    private static double? Real(object? value)
    {
        if (value is Undefined undefined)
            throw undefined.Fault;
        if (value is not string text)
            return Number.Real(value);
        text = CodePoints.Strip(text, null, start: true, end: true);
        return text.TrimStart('+', '-').ToLowerInvariant() switch
        {
            "inf" or "infinity" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            "nan" => double.NaN,
            _ => double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var real
            )
                ? real
                : null,
        };
    }

    private static object? Round(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("round", "precision", "method");
        var digits = Math.Clamp(bound.Integer("precision", 0), -20, 15);
        var method = bound.Text("method", "common");
        if (method == "common")
            return Number.Integer(value) is { } whole && digits >= 0 ? whole : Rounded(Reality(value), digits);
        var scale = Math.Pow(10, digits);
        return method switch
        {
            "ceil" => Math.Ceiling(Reality(value) * scale) / scale,
            "floor" => Math.Floor(Reality(value) * scale) / scale,
            _ => throw new TemplateFault("round's method is common, ceil or floor"),
        };
    }

    private static double Reality(object? value) =>
        Number.Real(value) ?? throw new TemplateFault($"round is given {Kind.Of(value)}, expected a number");

    // .NET formats the binary value exactly, so that only true half-way cases are ties; they go to the even digit.
    private static double Rounded(double value, int digits)
    {
        if (digits < 0)
            return Math.Round(value / Math.Pow(10, -digits)) * Math.Pow(10, -digits);
        if (digits == 0 || Math.Abs(value) >= 1e15 || !double.IsFinite(value))
            return Math.Round(value);
        var scaled = value * Math.Pow(10, digits);
        return scaled - Math.Floor(scaled) == 0.5 && scaled / Math.Pow(10, digits) == value && IsDyadic(value, digits)
            ? Math.Round(scaled) / Math.Pow(10, digits)
            : double.Parse(value.ToString($"F{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a number times a power of ten is exactly half-way: it is a multiple of 2^-(digits + 1).</summary>
    private static bool IsDyadic(double value, int digits) => double.IsInteger(value * Math.Pow(2, digits + 1));

    private static object? Sum(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("sum", "attribute", "start");
        var part = Parts.Of(bound.Get("attribute", null));
        return Items
            .Of(value, budget)
            .Aggregate(bound.Get("start", BigInteger.Zero), (sum, item) =>
                Operators.Binary("+", sum, part(item), budget)
            );
    }
}
