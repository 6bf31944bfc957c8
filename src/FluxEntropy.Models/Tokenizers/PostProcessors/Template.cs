namespace FluxEntropy.Models.Tokenizers.PostProcessors;

/// <summary>The tokens that stand around every text, such as BOS.</summary>
/// <param name="Prefix">Ids before the text.</param>
/// <param name="Suffix">Ids after it.</param>
internal sealed record Template(IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix)
{
    internal static Template None { get; } = new([], []);

    /// <summary>This template around another.</summary>
    internal Template Around(Template inner) => new([.. Prefix, .. inner.Prefix], [.. inner.Suffix, .. Suffix]);
}
