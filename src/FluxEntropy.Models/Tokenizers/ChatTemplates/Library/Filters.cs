using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>What may stand behind a bar.</summary>
internal static class Filters
{
    /// <summary>What a filter makes of a value.</summary>
    internal delegate object? Filter(object? value, Arguments arguments, Budget budget);

    private static readonly Dictionary<string, Filter> All = new([
        .. TextFilters.All,
        .. NumberFilters.All,
        .. ListFilters.All,
        .. ChoosingFilters.All,
    ]);

    public static bool Has(string name) => All.ContainsKey(name);

    /// <summary>What a filter makes of a value.</summary>
    /// <exception cref="TemplateFault">There is no such filter, or it cannot take the value.</exception>
    public static object? Apply(string name, object? value, Arguments arguments, Budget budget)
    {
        budget.Charge();
        return All.TryGetValue(name, out var filter)
            ? filter(value, arguments, budget)
            : throw new TemplateFault($"the filter \"{name}\" is not supported");
    }
}
