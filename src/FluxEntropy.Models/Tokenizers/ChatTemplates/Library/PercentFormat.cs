using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Texts with places for values, as printf has them: <c>"%s is %.2f" % (name, share)</c>.</summary>
internal static partial class PercentFormat
{
    private const int MaxWidth = 10_000;

    /// <summary>The text with its values.</summary>
    /// <param name="format">Text with places.</param>
    /// <param name="values">A tuple of as many values; a dictionary for places with names; else the only value.</param>
    /// <exception cref="TemplateFault">They do not fit, or a place is of a kind that is not supported.</exception>
    public static string Of(string format, object? values, Budget budget)
    {
        var left = new Queue<object?>(values is Sequence { IsTuple: true } tuple ? tuple.Items : [values]);
        var text = new StringBuilder();
        var done = 0;
        var named = false;
        foreach (var place in Place().Matches(format).AsEnumerable())
        {
            text.Append(format, done, place.Index - done);
            done = place.Index + place.Length;
            named |= place.Groups["name"].Success;
            var written = place.Groups["kind"].Value == "%" ? "%" : Written(place, Value(place, values, left), budget);
            budget.ChargeText(text.Length + written.Length);
            text.Append(written);
        }

        if (left.Count > 0 && !named && values is not (Dict or Undefined or Sequence { IsTuple: false }))
            throw new TemplateFault("a format has fewer places than values");
        return text.Append(format, done, format.Length - done).ToString();
    }

    [GeneratedRegex(
        @"%(?:\((?<name>[^)]*)\))?(?<flags>[-+ 0#]*)(?<width>\d{0,6})(?:\.(?<precision>\d{0,6}))?(?<kind>.?)"
    )]
    private static partial Regex Place();

    private static object? Value(Match place, object? values, Queue<object?> left)
    {
        if (place.Groups["name"] is { Success: true } name)
            return values is Dict dict && dict.TryGetValue(name.Value, out var value)
                ? value
                : throw new TemplateFault($"a format asks for \"{name.Value}\", which is not among its values");
        return left.TryDequeue(out var next) ? next : throw new TemplateFault("a format has more places than values");
    }

    private static string Written(Match place, object? value, Budget budget)
    {
        var flags = place.Groups["flags"].Value;
        var precision = place.Groups["precision"] is { Success: true } given
            ? given.Length == 0
                ? 0
                : Size(given.Value)
            : (int?)null;
        var kind = place.Groups["kind"].Value;
        var text = kind switch
        {
            "s" => Text.Of(value, budget),
            "r" => Text.Of(Sequence.Tuple(value), budget)[1..^2],
            "d" or "i" => Integer(value).ToString(CultureInfo.InvariantCulture),
            "x" => Hexadecimal(Integer(value)),
            "f" => Real(value).ToString($"F{precision ?? 6}", CultureInfo.InvariantCulture),
            _ => throw new TemplateFault($"\"{place.Value}\" in a format is not supported; %s, %r, %d, %x and %f are"),
        };
        var isNumber = kind is not ("s" or "r");
        if (!isNumber && precision is { } most)
            text = string.Concat(CodePoints.Of(text).Take(most));
        if (isNumber && flags.IndexOfAny(['+', ' ']) >= 0 && text[0] != '-')
            text = (flags.Contains('+') ? "+" : " ") + text;
        return Padded(text, place.Groups["width"].Value, flags, isNumber);
    }

    private static string Padded(string text, string width, string flags, bool isNumber)
    {
        var missing = (width.Length == 0 ? 0 : Size(width)) - CodePoints.Length(text);
        if (missing <= 0)
            return text;
        if (flags.Contains('-'))
            return text + new string(' ', missing);
        var signed = text[0] is '-' or '+' or ' ' ? 1 : 0;
        return isNumber && flags.Contains('0')
            ? text[..signed] + new string('0', missing) + text[signed..]
            : new string(' ', missing) + text;
    }

    private static int Size(string digits) =>
        int.Parse(digits, CultureInfo.InvariantCulture) is <= MaxWidth and var size
            ? size
            : throw new TemplateFault($"a format asks for more than {MaxWidth:N0} characters");

    private static BigInteger Integer(object? value) =>
        value is double real && double.IsFinite(real)
            ? new BigInteger(Math.Truncate(real))
            : Number.Integer(value) ?? throw new TemplateFault($"a format asks for a number, not {Kind.Of(value)}");

    private static double Real(object? value) =>
        Number.Real(value) ?? throw new TemplateFault($"a format asks for a number, not {Kind.Of(value)}");

    private static string Hexadecimal(BigInteger number)
    {
        var digits = BigInteger.Abs(number).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return (number.Sign < 0 ? "-" : "") + (digits.Length == 0 ? "0" : digits);
    }
}
