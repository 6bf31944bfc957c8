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
    /// <summary>What queries pass through before positions enter; null for nothing.</summary>
    internal HeadNormSpec? QueryNorm { get; init; }

    /// <summary>What keys pass through before positions enter; null for nothing.</summary>
    internal HeadNormSpec? KeyNorm { get; init; }

    /// <summary>What products of queries and keys are multiplied by; null for 1/√head size.</summary>
    internal double? Scale { get; init; }

    /// <summary>A cap c on scores: c tanh(score / c) (Gemma team, arXiv 2408.00118); null for none.</summary>
    internal double? SoftCap { get; init; }

    /// <summary>How many keys a query sees, its own included (Beltagy et al., arXiv 2004.05150); null for all before it.</summary>
    internal int? Window { get; init; }

    /// <summary>What products of queries and keys are multiplied by.</summary>
    internal double ScaleOrDefault => Scale ?? 1 / Math.Sqrt(HeadSize);

    internal int QueryWidth => Heads * HeadSize;

    internal int KeyValueWidth => KeyValueHeads * HeadSize;

    /// <summary>Width of queries, keys and values side by side.</summary>
    internal int FusedWidth => QueryWidth + 2 * KeyValueWidth;

    internal IEnumerable<TensorSpec> Tensors(string prefix) =>
        [
            .. QueryKeyValue.Parts.SelectMany(part => part.Tensors(prefix, TensorRole.Matrix)),
            .. QueryNorm?.Tensors(prefix, HeadSize, Heads) ?? [],
            .. KeyNorm?.Tensors(prefix, HeadSize, KeyValueHeads) ?? [],
            .. Output.Tensors(prefix, TensorRole.ResidualMatrix),
        ];
}
