using System.Numerics;
using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>What may stand behind <c>is</c>.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Func<object?, Arguments, Budget, bool>> All = new()
    {
        ["defined"] = (value, _, _) => value is not Undefined,
        ["undefined"] = (value, _, _) => value is Undefined,
        ["none"] = (value, _, _) => value is null,
        ["string"] = (value, _, _) => value is string,
        ["mapping"] = (value, _, _) => value is Dict,
        ["iterable"] = (value, _, _) => value is string or Sequence or Dict or Undefined,
        ["sequence"] = (value, _, _) => value is string or Sequence or Dict or Undefined,
        ["number"] = (value, _, _) => value is bool or BigInteger or double,
        ["integer"] = (value, _, _) => value is BigInteger,
        ["float"] = (value, _, _) => value is double,
        ["boolean"] = (value, _, _) => value is bool,
        ["true"] = (value, _, _) => value is true,
        ["false"] = (value, _, _) => value is false,
        ["callable"] = (value, _, _) => value is ICallable,
        ["lower"] = (value, _, budget) => Letters.Are(Text.Of(value, budget), Rune.IsLower),
        ["upper"] = (value, _, budget) => Letters.Are(Text.Of(value, budget), Rune.IsUpper),
        ["even"] = (value, _, budget) => Rest(value, 2, budget) == 0,
        ["odd"] = (value, _, budget) => Rest(value, 2, budget) == 1,
        ["divisibleby"] = (value, given, budget) => Rest(value, Other(given), budget) == 0,
        ["sameas"] = (value, given, budget) => IsOne(value, Other(given), budget),
        ["in"] = (value, given, budget) => Operators.Contains(Other(given), value, budget),
        ["filter"] = (value, _, _) => value is string name && Filters.Has(name),
        ["test"] = (value, _, _) => value is string name && Has(name),
        ["escaped"] = (_, _, _) => false,
        ["eq"] = Comparing("=="),
        ["equalto"] = Comparing("=="),
        ["=="] = Comparing("=="),
        ["ne"] = Comparing("!="),
        ["!="] = Comparing("!="),
        ["lt"] = Comparing("<"),
        ["lessthan"] = Comparing("<"),
        ["<"] = Comparing("<"),
        ["le"] = Comparing("<="),
        ["<="] = Comparing("<="),
        ["gt"] = Comparing(">"),
        ["greaterthan"] = Comparing(">"),
        [">"] = Comparing(">"),
        ["ge"] = Comparing(">="),
        [">="] = Comparing(">="),
    };

    public static bool Has(string name) => All.ContainsKey(name);

    /// <summary>Whether a value passes a test.</summary>
    /// <exception cref="TemplateFault">There is no such test.</exception>
    public static bool Holds(string name, object? value, Arguments arguments, Budget budget) =>
        All.TryGetValue(name, out var test)
            ? test(value, arguments, budget)
            : throw new TemplateFault($"the test \"{name}\" is not supported");

    private static Func<object?, Arguments, Budget, bool> Comparing(string sign) =>
        (value, given, budget) => Operators.Compare(sign, value, Other(given), budget);

    private static object? Other(Arguments given) => given.Bind("a test", "other").Get("other");

    private static double? Rest(object? value, object? divisor, Budget budget) =>
        Number.Real(Operators.Binary("%", value, divisor, budget));

    private static double? Rest(object? value, int divisor, Budget budget) =>
        Rest(value, (object?)(BigInteger)divisor, budget);

    // Constants are one object each; of other values only the same one is.
    private static bool IsOne(object? value, object? other, Budget budget) =>
        value is null or bool or BigInteger or string or double
            ? value?.GetType() == other?.GetType() && Same.Equal(value, other, budget)
            : ReferenceEquals(value, other);
}
