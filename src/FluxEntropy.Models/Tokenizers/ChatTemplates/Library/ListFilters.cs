using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Filters on what holds several values.</summary>
internal static class ListFilters
{
    public static IReadOnlyDictionary<string, Filters.Filter> All { get; } =
        new Dictionary<string, Filters.Filter>
        {
            ["default"] = Default,
            ["d"] = Default,
            ["attr"] = (value, given, _) =>
                given.Bind("attr", "name").Text("name") is var name && Members.Own(value, name, out var member)
                    ? member
                    : new Undefined($"\"{name}\""),
            ["list"] = (value, _, budget) => new Sequence(Items.Of(value, budget)),
            ["first"] = (value, _, budget) => Items.Of(value, budget) is [var first, ..] ? first : Nothing,
            ["last"] = (value, _, budget) => Items.Of(value, budget) is [.., var last] ? last : Nothing,
            ["reverse"] = Reverse,
            ["join"] = Join,
            ["items"] = Entries,
            ["dictsort"] = SortEntries,
            ["sort"] = Sort,
            ["unique"] = Unique,
            ["min"] = (value, given, budget) => Extreme("min", value, given, budget, sign: -1),
            ["max"] = (value, given, budget) => Extreme("max", value, given, budget, sign: 1),
            ["batch"] = Batch,
        };

    private static Undefined Nothing => new("an item of an empty sequence");

    private static object? Default(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("default", "default_value", "boolean");
        var isMissing = value is Undefined || (bound.Flag("boolean", otherwise: false) && !Truth.Of(value));
        return isMissing ? bound.Get("default_value", "") : value;
    }

    private static object? Reverse(object? value, Arguments given, Budget budget)
    {
        var items = Items.Of(value, budget).Reverse();
        return value is string ? string.Concat(items.Cast<string>()) : new Sequence([.. items]);
    }

    private static string Join(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("join", "d", "attribute");
        var part = Parts.Of(bound.Get("attribute", null));
        return Joining.Values(Text.Of(bound.Get("d", ""), budget), Items.Of(value, budget).Select(part), budget);
    }

    private static Sequence Entries(object? value, Arguments given, Budget budget) =>
        value switch
        {
            Undefined => new([]),
            Dict dict => new([.. DictMethods.Entries(dict).Take(Charged(dict.Count, budget))]),
            _ => throw new TemplateFault($"items is given {Kind.Of(value)}, expected a dictionary"),
        };

    private static int Charged(int count, Budget budget)
    {
        budget.Charge(count);
        return count;
    }

    private static Sequence SortEntries(object? value, Arguments given, Budget budget)
    {
        if (value is Undefined undefined)
            throw undefined.Fault;
        var bound = given.Bind("dictsort", "case_sensitive", "by", "reverse");
        var index = bound.Text("by", "key") switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw new TemplateFault("dictsort sorts by key or by value"),
        };
        var exact = bound.Flag("case_sensitive", otherwise: false);
        return Sorted(Entries(value, given, budget).Items, Key, bound.Flag("reverse", otherwise: false), budget);

        object? Key(object? entry) =>
            ((Sequence)entry!).Items[index] is string text && !exact
                ? Letters.Lower(text)
                : ((Sequence)entry).Items[index];
    }

    private static Sequence Sort(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("sort", "reverse", "case_sensitive", "attribute");
        return Sorted(Items.Of(value, budget), Parts.Key(bound), bound.Flag("reverse", otherwise: false), budget);
    }

    /// <summary>Equal items keep their order, in reverse too.</summary>
    private static Sequence Sorted(
        IReadOnlyList<object?> items,
        Func<object?, object?> key,
        bool reverse,
        Budget budget
    )
    {
        var order = Comparer<object?>.Create((one, other) => Same.Order(one, other, budget) ?? 0);
        try
        {
            return new([.. reverse ? items.OrderByDescending(key, order) : items.OrderBy(key, order)]);
        }
        catch (InvalidOperationException failure) when (failure.InnerException is TemplateFault fault)
        {
            throw new TemplateFault(fault.Message);
        }
    }

    private static Sequence Unique(object? value, Arguments given, Budget budget)
    {
        var key = Parts.Key(given.Bind("unique", "case_sensitive", "attribute"));
        var (seen, hasNone) = (new Dict(), false);
        return new([.. Items.Of(value, budget).Where(item => IsNew(key(item)))]);

        bool IsNew(object? each)
        {
            if (each is not null)
                return seen.TryAdd(Dict.Key(each), null);
            return !hasNone && (hasNone = true);
        }
    }

    private static object? Extreme(string name, object? value, Arguments given, Budget budget, int sign)
    {
        var key = Parts.Key(given.Bind(name, "case_sensitive", "attribute"));
        var items = Items.Of(value, budget);
        return items.Count == 0
            ? Nothing
            : items.Aggregate(
                (best, item) => Same.Order(key(item), key(best), budget) is { } order && order * sign > 0 ? item : best
            );
    }

    private static Sequence Batch(object? value, Arguments given, Budget budget)
    {
        var bound = given.Bind("batch", "linecount", "fill_with");
        var size = bound.Integer("linecount") is > 0 and var count
            ? count
            : throw new TemplateFault("batch is given no size above 0");
        var fill = bound.Get("fill_with", null);
        var batches = Items.Of(value, budget).Chunk(size).Select(batch => batch.ToList()).ToList();
        if (fill is not null && batches.Count > 0)
        {
            budget.Charge(size);
            batches[^1].AddRange(Enumerable.Repeat(fill, size - batches[^1].Count));
        }

        return new([.. batches.Select(batch => new Sequence(batch))]);
    }
}
