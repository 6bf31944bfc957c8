namespace FluxEntropy.Models.Tokenizers.PostProcessors;

/// <summary>The tokens that stand around every text, such as BOS.</summary>
/// <param name="Prefix">Ids before the text.</param>
/// <param name="Suffix">Ids after it.</param>
internal sealed record Template(IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix)
{
    internal static Template None { get; } = new([], []);

    /// <summary>Whether both put the same tokens in the same places.</summary>
    internal bool IsSame(Template other) => Prefix.SequenceEqual(other.Prefix) && Suffix.SequenceEqual(other.Suffix);

    /// <summary>Ids before and after the text, as <c>[1] text [2]</c>.</summary>
    public override string ToString() => $"[{string.Join(' ', Prefix)}] text [{string.Join(' ', Suffix)}]";

    /// <summary>This template around another.</summary>
    internal Template Around(Template inner) => new([.. Prefix, .. inner.Prefix], [.. inner.Suffix, .. Suffix]);
}
