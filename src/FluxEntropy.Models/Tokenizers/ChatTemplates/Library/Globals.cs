using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>The functions that every template may call.</summary>
internal static class Globals
{
    private const int MaxRange = 100_000;

    /// <summary>The functions by their names.</summary>
    /// <param name="now">Tells the time for <c>strftime_now</c>.</param>
    public static IEnumerable<(string Name, object? Value)> All(Func<DateTimeOffset> now) =>
        [
            ("range", new Function(Range)),
            ("namespace", new Function((given, _) => NewNamespace(given))),
            ("dict", new Function((given, _) => NewDict(given))),
            ("joiner", new Function((given, _) => Joiner(given.Bind("joiner", "sep").Text("sep", ", ")))),
            ("cycler", new Function((given, _) => new Cycler(given.Positional))),
            ("raise_exception", new Function(Raise)),
            (
                "strftime_now",
                new Function((given, _) => TimeText.Of(given.Bind("strftime_now", "format").Text("format"), now()))
            ),
        ];

    private static Sequence Range(Arguments given, Budget budget)
    {
        var bounds = given.Positional.Select(value =>
            Number.Integer(value) ?? throw new TemplateFault($"range is given {Kind.Of(value)}, expected an integer")
        );
        var (start, stop, step) = bounds.ToArray() switch
        {
            [var end] => (BigInteger.Zero, end, BigInteger.One),
            [var first, var end] => (first, end, BigInteger.One),
            [var first, var end, var by] when !by.IsZero => (first, end, by),
            _ => throw new TemplateFault("range takes one to three integers, of which the third is not 0"),
        };
        var count = BigInteger.Max(0, (stop - start + step - step.Sign) / step);
        if (count > MaxRange)
            throw new TemplateFault($"a range has more than {MaxRange:N0} items");
        budget.Charge((long)count);
        return new([.. Enumerable.Range(0, (int)count).Select(i => (object?)(start + (i * step)))]);
    }

    private static Namespace NewNamespace(Arguments given)
    {
        var space = new Namespace();
        foreach (var (name, value) in NewDict(given))
            space.Set(
                name as string ?? throw new TemplateFault("a namespace has a member whose name is no string"),
                value
            );
        return space;
    }

    private static Dict NewDict(Arguments given)
    {
        var dict = new Dict();
        foreach (var value in given.Positional)
        {
            foreach (var (key, item) in value as Dict ?? throw new TemplateFault($"{Kind.Of(value)} is no dictionary"))
                dict[key] = item;
        }

        foreach (var (name, value) in given.Named)
            dict[name] = value;
        return dict;
    }

    private static Function Joiner(string separator)
    {
        var used = false;
        return new(
            (_, _) =>
            {
                var text = used ? separator : "";
                used = true;
                return text;
            }
        );
    }

    private static object? Raise(Arguments given, Budget budget) =>
        throw new TemplateFault(
            $"the template refuses it: {Text.Of(given.Bind("raise_exception", "message").Get("message", ""), budget)}"
        );
}
