using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Filters that go through items with another filter, or a test.</summary>
internal static class ChoosingFilters
{
    public static IReadOnlyDictionary<string, Filters.Filter> All { get; } =
        new Dictionary<string, Filters.Filter>
        {
            ["map"] = Map,
            ["select"] = (value, given, budget) => Choose(value, given, budget, byPart: false, keeps: true),
            ["reject"] = (value, given, budget) => Choose(value, given, budget, byPart: false, keeps: false),
            ["selectattr"] = (value, given, budget) => Choose(value, given, budget, byPart: true, keeps: true),
            ["rejectattr"] = (value, given, budget) => Choose(value, given, budget, byPart: true, keeps: false),
        };

    private static Sequence Map(object? value, Arguments given, Budget budget)
    {
        var items = ItemsOf(value, budget);
        if (given.Positional.Count == 0)
        {
            var bound = given.Bind("map", "attribute", "default");
            var part = Parts.Of(bound.Get("attribute"), bound.Get("default", null));
            return new([.. items.Select(part)]);
        }

        var name = Name(given.Positional[0], "map");
        var rest = given.Rest();
        return new([.. items.Select(item => Filters.Apply(name, item, rest, budget))]);
    }

    private static Sequence Choose(object? value, Arguments given, Budget budget, bool byPart, bool keeps)
    {
        var part = byPart
            ? Parts.Of(given.Positional is [var attribute, ..] ? attribute : throw Missing("an attribute"))
            : item => item;
        var rest = given.Rest(byPart ? 1 : 0);
        Func<object?, bool> holds = rest.Positional.Count == 0 ? Truth.Of : Test(rest, budget);
        return new([.. ItemsOf(value, budget).Where(item => holds(part(item)) == keeps)]);
    }

    // Jinja looks at the items of what is true alone: none, false and 0 have none.
    private static IReadOnlyList<object?> ItemsOf(object? value, Budget budget) =>
        Truth.Of(value) ? Items.Of(value, budget) : [];

    private static Func<object?, bool> Test(Arguments given, Budget budget)
    {
        var name = Name(given.Positional[0], "a filter that chooses");
        var rest = given.Rest();
        return value =>
        {
            budget.Charge();
            return Tests.Holds(name, value, rest, budget);
        };
    }

    private static string Name(object? value, string filter) =>
        value as string ?? throw new TemplateFault($"{filter} is given {Kind.Of(value)} in place of a name");

    private static TemplateFault Missing(string what) => new($"a filter that chooses needs {what}");
}
