namespace FluxEntropy.Models.Architectures;

/// <summary>Causal attention; neighbouring query heads may share a head of keys and values.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Heads of keys and values; divides <paramref name="Heads"/>.</param>
/// <param name="HeadSize">Width of a head.</param>
/// <param name="QueryKeyValue">From normalised states to queries, keys and values.</param>
/// <param name="Output">From the heads' results back to the residual stream.</param>
internal sealed record AttentionSpec(
    int Heads,
    int KeyValueHeads,
    int HeadSize,
    QueryKeyValueSpec QueryKeyValue,
    LinearSpec Output
)
{
    internal int QueryWidth => Heads * HeadSize;

    internal int KeyValueWidth => KeyValueHeads * HeadSize;

    /// <summary>Width of queries, keys and values side by side.</summary>
    internal int FusedWidth => QueryWidth + 2 * KeyValueWidth;

    internal IEnumerable<TensorSpec> Tensors(string prefix) =>
        [
            .. QueryKeyValue.Parts.SelectMany(part => part.Tensors(prefix, TensorRole.Matrix)),
            .. Output.Tensors(prefix, TensorRole.ResidualMatrix),
        ];
}
