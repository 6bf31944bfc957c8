namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>A list or a tuple. Neither changes: templates are rendered as in a sandbox.</summary>
/// <param name="Items">The items.</param>
/// <param name="IsTuple">Which of the two it is.</param>
internal sealed record Sequence(IReadOnlyList<object?> Items, bool IsTuple = false)
{
    /// <summary>A tuple.</summary>
    public static Sequence Tuple(params object?[] items) => new(items, IsTuple: true);
}
