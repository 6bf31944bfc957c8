namespace FluxEntropy.Models.Architectures;

/// <summary>A layer: attention and an MLP, whose outputs are added to the residual stream.</summary>
/// <param name="AttentionNorm">What attention reads the stream through; null for nothing.</param>
/// <param name="Attention">Attention.</param>
/// <param name="MlpNorm">What the MLP reads the stream through; null for nothing.</param>
/// <param name="Mlp">The MLP.</param>
internal sealed record LayerSpec(NormSpec? AttentionNorm, AttentionSpec Attention, NormSpec? MlpNorm, MlpSpec Mlp)
{
    /// <summary>What attention's output passes through before it is added; null for nothing.</summary>
    internal NormSpec? AttentionOutputNorm { get; init; }

    /// <summary>What the MLP's output passes through before it is added; null for nothing.</summary>
    internal NormSpec? MlpOutputNorm { get; init; }

    /// <summary>Whether the MLP reads the same stream as attention does, in place of the one that attention was added to.</summary>
    internal bool IsParallel { get; init; }

    internal IEnumerable<TensorSpec> Tensors(string prefix, int hidden) =>
        [
            .. AttentionNorm?.Tensors(prefix, hidden) ?? [],
            .. Attention.Tensors(prefix),
            .. AttentionOutputNorm?.Tensors(prefix, hidden) ?? [],
            .. MlpNorm?.Tensors(prefix, hidden) ?? [],
            .. Mlp.Tensors(prefix),
            .. MlpOutputNorm?.Tensors(prefix, hidden) ?? [],
        ];
}
