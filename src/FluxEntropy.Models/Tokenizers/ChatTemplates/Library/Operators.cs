using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>What signs between values do, as in Python.</summary>
internal static class Operators
{
    private const int MaxExponent = 100_000;

    public static object? Binary(string sign, object? left, object? right, Budget budget)
    {
        if ((sign, left) is ("%", string format))
            return PercentFormat.Of(format, right, budget);
        if ((left as Undefined ?? right as Undefined) is { } undefined)
            throw undefined.Fault;
        return (sign, left, right) switch
        {
            ("+", string a, string b) => Join(a, b, budget),
            ("+", Sequence a, Sequence b) when a.IsTuple == b.IsTuple => Join(a, b, budget),
            ("*", string part, _) when Number.Integer(right) is { } times => Repeated(part, times, budget),
            ("*", _, string part) when Number.Integer(left) is { } times => Repeated(part, times, budget),
            ("*", Sequence items, _) when Number.Integer(right) is { } times => Repeated(items, times, budget),
            ("*", _, Sequence items) when Number.Integer(left) is { } times => Repeated(items, times, budget),
            _ => Number.Real(left) is null || Number.Real(right) is null
                ? throw new TemplateFault(
                    $"{Kind.Of(left)} {sign} {Kind.Of(right)} is not possible"
                        + (sign == "+" ? "; \"~\" joins values as text" : "")
                )
            : Number.Integer(left) is { } x && Number.Integer(right) is { } y ? Integers(sign, x, y)
            : Reals(sign, Number.Real(left)!.Value, Number.Real(right)!.Value),
        };
    }

    public static object Negative(object? value) =>
        value switch
        {
            Undefined undefined => throw undefined.Fault,
            double number => -number,
            _ => Number.Integer(value) is { } number
                ? -number
                : throw new TemplateFault($"{Kind.Of(value)} has no sign"),
        };

    public static bool Compare(string sign, object? left, object? right, Budget budget) =>
        sign switch
        {
            "==" => Same.Equal(left, right, budget),
            "!=" => !Same.Equal(left, right, budget),
            "in" => Contains(right, left, budget),
            "not in" => !Contains(right, left, budget),
            "<" => Same.Order(left, right, budget) < 0,
            "<=" => Same.Order(left, right, budget) <= 0,
            ">" => Same.Order(left, right, budget) > 0,
            _ => Same.Order(left, right, budget) >= 0,
        };

    public static bool Contains(object? container, object? value, Budget budget)
    {
        switch (container)
        {
            case string text:
                budget.ChargeText(text.Length);
                return value is string part
                    ? text.Contains(part, StringComparison.Ordinal)
                    : throw new TemplateFault($"{Kind.Of(value)} in a string is not possible; expected a string");
            case Dict dict:
                return value is not (null or Undefined or Sequence { IsTuple: true })
                    && dict.ContainsKey(Dict.Key(value));
            default:
                return Items.Of(container, budget).Any(item => Same.Equal(item, value, budget));
        }
    }

    public static string Join(string left, string right, Budget budget)
    {
        budget.ChargeText((long)left.Length + right.Length);
        return left + right;
    }

    private static Sequence Join(Sequence left, Sequence right, Budget budget)
    {
        budget.Charge((long)left.Items.Count + right.Items.Count);
        return left with { Items = [.. left.Items, .. right.Items] };
    }

    private static string Repeated(string text, BigInteger times, Budget budget)
    {
        var count = Count(times, text.Length);
        budget.ChargeText((long)text.Length * count);
        return string.Concat(Enumerable.Repeat(text, count));
    }

    private static Sequence Repeated(Sequence items, BigInteger times, Budget budget)
    {
        var count = Count(times, items.Items.Count);
        budget.Charge((long)items.Items.Count * count);
        return items with { Items = [.. Enumerable.Repeat(items.Items, count).SelectMany(each => each)] };
    }

    private static int Count(BigInteger times, int length) =>
        length == 0 ? 0 : (int)BigInteger.Clamp(times, 0, int.MaxValue);

    private static object Integers(string sign, BigInteger x, BigInteger y)
    {
        if (sign is "/" or "//" or "%" && y.IsZero)
            throw new TemplateFault("division by zero");
        return sign switch
        {
            "+" => Number.Checked(x + y),
            "-" => Number.Checked(x - y),
            "*" => Number.Checked(x * y),
            "/" => (double)x / (double)y,
            "//" => FloorDivide(x, y),
            "%" => x - (FloorDivide(x, y) * y),
            _ when y.Sign < 0 => Reals(sign, (double)x, (double)y),
            _ => y * Math.Max(1, x.GetBitLength()) <= MaxExponent
                ? Number.Checked(BigInteger.Pow(x, (int)y))
                : throw new TemplateFault($"it makes an integer of more than {Number.MaxBits:N0} bits"),
        };
    }

    private static BigInteger FloorDivide(BigInteger x, BigInteger y)
    {
        var quotient = BigInteger.DivRem(x, y, out var rest);
        return !rest.IsZero && rest.Sign != y.Sign ? quotient - 1 : quotient;
    }

    private static double Reals(string sign, double x, double y)
    {
        if (sign is "/" or "//" or "%" or "**" && (sign == "**" ? x : y) == 0 && (sign != "**" || y < 0))
            throw new TemplateFault("division by zero");
        return sign switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "//" => FloorDivide(x, y),
            "%" => Modulo(x, y),
            _ => Power(x, y),
        };
    }

    private static double Power(double x, double y)
    {
        var power = Math.Pow(x, y);
        return double.IsFinite(power) || !double.IsFinite(x) || !double.IsFinite(y)
            ? power
            : throw new TemplateFault("a power is too large, or no real number");
    }

    private static double FloorDivide(double x, double y)
    {
        var quotient = Math.Floor((x - Modulo(x, y)) / y);
        return (x - Modulo(x, y)) / y - quotient > 0.5 ? quotient + 1 : quotient;
    }

    private static double Modulo(double x, double y)
    {
        var rest = x % y;
        return rest != 0 && rest < 0 != y < 0 ? rest + y : rest;
    }
}
