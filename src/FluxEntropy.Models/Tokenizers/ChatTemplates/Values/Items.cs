namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>What a value holds, item by item.</summary>
internal static class Items
{
    /// <summary>The items of a list or tuple, the keys of a dictionary, the characters of a text; none where it is undefined.</summary>
    /// <exception cref="TemplateFault">It holds none.</exception>
    public static IReadOnlyList<object?> Of(object? value, Budget budget)
    {
        IReadOnlyList<object?> items = value switch
        {
            Sequence sequence => sequence.Items,
            Dict dict => [.. dict.Keys],
            string text => Characters(text, budget),
            Undefined => [],
            _ => throw new TemplateFault($"{Kind.Of(value)} cannot be iterated over"),
        };
        budget.Charge(items.Count);
        return items;
    }

    /// <summary>How many it holds.</summary>
    /// <exception cref="TemplateFault">It has no length.</exception>
    public static int Count(object? value) =>
        value switch
        {
            string text => CodePoints.Length(text),
            Sequence sequence => sequence.Items.Count,
            Dict dict => dict.Count,
            Undefined => 0,
            _ => throw new TemplateFault($"{Kind.Of(value)} has no length"),
        };

    private static string[] Characters(string text, Budget budget)
    {
        budget.Charge(text.Length);
        return CodePoints.Of(text);
    }
}
