using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Filters that make a text of a value.</summary>
internal static partial class TextFilters
{
    public static IReadOnlyDictionary<string, Filters.Filter> All { get; } =
        new Dictionary<string, Filters.Filter>
        {
            ["trim"] = (value, given, budget) =>
                CodePoints.Strip(Of(value, budget), given.Bind("trim", "chars").TextOrNull("chars"), true, true),
            ["upper"] = (value, _, budget) => Letters.Upper(Of(value, budget)),
            ["lower"] = (value, _, budget) => Letters.Lower(Of(value, budget)),
            ["capitalize"] = (value, _, budget) => Letters.Capitalize(Of(value, budget)),
            ["title"] = (value, _, budget) => Title(Of(value, budget)),
            ["string"] = (value, _, budget) => Of(value, budget),
            ["safe"] = (value, _, budget) => Of(value, budget),
            ["escape"] = (value, _, budget) => Escaped(Of(value, budget), budget),
            ["e"] = (value, _, budget) => Escaped(Of(value, budget), budget),
            ["forceescape"] = (value, _, budget) => Escaped(Of(value, budget), budget),
            ["replace"] = Replace,
            ["indent"] = Indent,
            ["format"] = Format,
            ["center"] = Center,
            ["wordcount"] = (value, _, budget) => (BigInteger)Word().Count(Of(value, budget)),
            ["tojson"] = Json.Of,
        };

    [GeneratedRegex(@"[-\s({\[<]+")]
    private static partial Regex WordBeginning();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    private static string Of(object? value, Budget budget)
    {
        var text = Text.Of(value, budget);
        budget.ChargeText(text.Length);
        return text;
    }

    /// <summary>Unlike the method of strings, it begins words behind spaces, hyphens and opening brackets alone.</summary>
    private static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var done = 0;
        foreach (var between in WordBeginning().Matches(text).AsEnumerable())
        {
            title.Append(Letters.Capitalize(text[done..between.Index])).Append(between.Value);
            done = between.Index + between.Length;
        }

        return title.Append(Letters.Capitalize(text[done..])).ToString();
    }

    private static string Escaped(string text, Budget budget)
    {
        foreach (
            var (sign, name) in new[] { ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;") }
        )
            text = Replacing.Of(text, sign, name, -1, budget);
        return text;
    }

    private static string Replace(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("replace", "old", "new", "count");
        var count = bound.Get("count", null) is null ? -1 : bound.Integer("count");
        return Replacing.Of(
            Of(value, budget),
            Text.Of(bound.Get("old"), budget),
            Text.Of(bound.Get("new"), budget),
            count,
            budget
        );
    }

    private static string Indent(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("indent", "width", "first", "blank");
        var margin = bound.Get("width", null) is string text ? text : Spaces(bound.Integer("width", 4), budget);
        if (value is not string indentable)
            throw new TemplateFault($"indent is given {Kind.Of(value)}, expected a string");
        var lines = Splitting.Lines(indentable + "\n", keepEnds: false).Cast<string>().ToList();
        budget.ChargeText((long)lines.Count * margin.Length);
        var blank = bound.Flag("blank", otherwise: false);
        var indented = lines.Select((line, i) => i > 0 && (blank || line.Length > 0) ? margin + line : line);
        return (bound.Flag("first", otherwise: false) ? margin : "") + string.Join('\n', indented);
    }

    private static string Spaces(int width, Budget budget)
    {
        budget.ChargeText(width);
        return new string(' ', Math.Max(0, width));
    }

    private static string Format(object? value, Arguments given, Budget budget)
    {
        if (given.Named.Count == 0)
            return PercentFormat.Of(Of(value, budget), new Sequence(given.Positional, IsTuple: true), budget);
        var named = new Dict();
        foreach (var (name, item) in given.Named)
            named[name] = item;
        return PercentFormat.Of(Of(value, budget), named, budget);
    }

    private static object? Center(object? value, Arguments given, Budget budget)
    {
        var width = given.Bind("center", "width").Integer("width", 80);
        return StringMethods
            .Of(Of(value, budget), "center")!
            .Call(new([(BigInteger)width], Arguments.None.Named), budget);
    }
}
