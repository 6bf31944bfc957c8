namespace FluxEntropy.Models.Architectures;

/// <summary>A layer: attention and an MLP, each behind its norm and added to the residual stream.</summary>
internal sealed record LayerSpec(NormSpec AttentionNorm, AttentionSpec Attention, NormSpec MlpNorm, MlpSpec Mlp)
{
    internal IEnumerable<TensorSpec> Tensors(string prefix, int hidden) =>
        [
            .. AttentionNorm.Tensors(prefix, hidden),
            .. Attention.Tensors(prefix),
            .. MlpNorm.Tensors(prefix, hidden),
            .. Mlp.Tensors(prefix),
        ];
}
