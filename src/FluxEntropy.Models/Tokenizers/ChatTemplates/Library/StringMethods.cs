using System.Numerics;
using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>The methods of strings that a template may call, with Python's meaning.</summary>
internal static class StringMethods
{
    private static readonly Dictionary<string, Func<string, Arguments, Budget, object?>> All = new()
    {
        ["strip"] = (text, given, _) => Strip("strip", text, given, start: true, end: true),
        ["lstrip"] = (text, given, _) => Strip("lstrip", text, given, start: true, end: false),
        ["rstrip"] = (text, given, _) => Strip("rstrip", text, given, start: false, end: true),
        ["split"] = (text, given, budget) => Split("split", text, given, budget, fromEnd: false),
        ["rsplit"] = (text, given, budget) => Split("rsplit", text, given, budget, fromEnd: true),
        ["splitlines"] = Lines,
        ["partition"] = (text, given, _) =>
            Splitting.Partition(text, given.Bind("partition", "sep").Text("sep"), fromEnd: false),
        ["rpartition"] = (text, given, _) =>
            Splitting.Partition(text, given.Bind("rpartition", "sep").Text("sep"), fromEnd: true),
        ["startswith"] = (text, given, _) =>
            Matches("startswith", given, part => text.StartsWith(part, StringComparison.Ordinal)),
        ["endswith"] = (text, given, _) =>
            Matches("endswith", given, part => text.EndsWith(part, StringComparison.Ordinal)),
        ["removeprefix"] = (text, given, _) =>
            given.Bind("removeprefix", "prefix").Text("prefix") is var prefix
            && text.StartsWith(prefix, StringComparison.Ordinal)
                ? text[prefix.Length..]
                : text,
        ["removesuffix"] = (text, given, _) =>
            given.Bind("removesuffix", "suffix").Text("suffix") is var suffix
            && text.EndsWith(suffix, StringComparison.Ordinal)
                ? text[..^suffix.Length]
                : text,
        ["replace"] = (text, given, budget) =>
        {
            var bound = given.Bind("replace", "old", "new", "count");
            return Replacing.Of(text, bound.Text("old"), bound.Text("new"), bound.Integer("count", -1), budget);
        },
        ["join"] = (text, given, budget) =>
            Joining.Strings(text, Items.Of(given.Bind("join", "iterable").Get("iterable"), budget), budget),
        ["find"] = (text, given, _) => Find("find", text, given, fromEnd: false),
        ["rfind"] = (text, given, _) => Find("rfind", text, given, fromEnd: true),
        ["index"] = (text, given, _) =>
            Find("index", text, given, fromEnd: false) is { Sign: >= 0 } at
                ? at
                : throw new TemplateFault("index: the string is not in the text"),
        ["count"] = (text, given, _) => Count(text, given.Bind("count", "sub").Text("sub")),
        ["upper"] = (text, given, _) => Plain("upper", given, Letters.Upper(text)),
        ["lower"] = (text, given, _) => Plain("lower", given, Letters.Lower(text)),
        ["title"] = (text, given, _) => Plain("title", given, Letters.Title(text)),
        ["capitalize"] = (text, given, _) => Plain("capitalize", given, Letters.Capitalize(text)),
        ["swapcase"] = (text, given, _) => Plain("swapcase", given, Letters.SwapCase(text)),
        ["isupper"] = (text, given, _) => Plain("isupper", given, Letters.Are(text, Rune.IsUpper)),
        ["islower"] = (text, given, _) => Plain("islower", given, Letters.Are(text, Rune.IsLower)),
        ["isalpha"] = (text, given, _) => Plain("isalpha", given, Letters.All(text, Rune.IsLetter)),
        ["isdigit"] = (text, given, _) => Plain("isdigit", given, Letters.All(text, Rune.IsDigit)),
        ["isdecimal"] = (text, given, _) => Plain("isdecimal", given, Letters.All(text, Rune.IsDigit)),
        ["isnumeric"] = (text, given, _) => Plain("isnumeric", given, Letters.All(text, Rune.IsNumber)),
        ["isalnum"] = (text, given, _) =>
            Plain("isalnum", given, Letters.All(text, rune => Rune.IsLetter(rune) || Rune.IsNumber(rune))),
        ["isspace"] = (text, given, _) => Plain("isspace", given, Letters.IsSpace(text)),
        ["center"] = (text, given, budget) => Pad("center", text, given, budget),
        ["ljust"] = (text, given, budget) => Pad("ljust", text, given, budget),
        ["rjust"] = (text, given, budget) => Pad("rjust", text, given, budget),
        ["zfill"] = ZeroFill,
    };

    /// <summary>A method; null where it is none that is known.</summary>
    public static ICallable? Of(string text, string name) =>
        All.TryGetValue(name, out var method)
            ? new Function(
                (arguments, budget) =>
                {
                    budget.ChargeText(text.Length);
                    return method(text, arguments, budget);
                }
            )
            : null;

    private static object? Plain(string name, Arguments given, object? value)
    {
        given.Bind(name);
        return value;
    }

    private static string Strip(string name, string text, Arguments given, bool start, bool end) =>
        CodePoints.Strip(text, given.Bind(name, "chars").TextOrNull("chars"), start, end);

    private static Sequence Split(string name, string text, Arguments given, Budget budget, bool fromEnd)
    {
        var bound = given.Bind(name, "sep", "maxsplit");
        var parts = Splitting.Split(text, bound.TextOrNull("sep"), bound.Integer("maxsplit", -1), fromEnd);
        budget.Charge(parts.Count);
        return new(parts);
    }

    private static Sequence Lines(string text, Arguments given, Budget budget)
    {
        var lines = Splitting.Lines(text, given.Bind("splitlines", "keepends").Flag("keepends", otherwise: false));
        budget.Charge(lines.Count);
        return new(lines);
    }

    private static bool Matches(string name, Arguments given, Func<string, bool> matches) =>
        given.Bind(name, "prefix").Get("prefix") switch
        {
            string part => matches(part),
            Sequence { IsTuple: true } parts => parts.Items.Any(part =>
                part is string one ? matches(one) : throw Wrong(name)
            ),
            _ => throw Wrong(name),
        };

    private static TemplateFault Wrong(string name) => new($"{name} is given no string, and no tuple of strings");

    private static BigInteger Find(string name, string text, Arguments given, bool fromEnd)
    {
        var part = given.Bind(name, "sub").Text("sub");
        var at = fromEnd
            ? text.LastIndexOf(part, StringComparison.Ordinal)
            : text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? at : CodePoints.Length(text[..at]);
    }

    private static BigInteger Count(string text, string part) =>
        part.Length == 0 ? CodePoints.Length(text) + 1 : text.AsSpan().Count(part);

    private static string Pad(string name, string text, Arguments given, Budget budget)
    {
        var bound = given.Bind(name, "width", "fillchar");
        var (width, fill) = (bound.Integer("width"), bound.Text("fillchar", " "));
        if (CodePoints.Length(fill) != 1)
            throw new TemplateFault($"{name} fills with one character, not \"{fill}\"");
        budget.ChargeText(width);
        var missing = Math.Max(0, width - CodePoints.Length(text));
        var left = name switch
        {
            "ljust" => 0,
            "rjust" => missing,
            _ => (missing / 2) + (missing & width & 1),
        };
        return Filled(fill, left) + text + Filled(fill, missing - left);
    }

    private static string Filled(string fill, int count) => string.Concat(Enumerable.Repeat(fill, count));

    private static string ZeroFill(string text, Arguments given, Budget budget)
    {
        var width = given.Bind("zfill", "width").Integer("width");
        budget.ChargeText(width);
        var missing = Math.Max(0, width - CodePoints.Length(text));
        var signed = text is ['-' or '+', ..] ? 1 : 0;
        return text[..signed] + new string('0', missing) + text[signed..];
    }
}
