using FluxEntropy.Models.Kernels;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>The norms of a layer; null where it has none in that place.</summary>
/// <param name="Attention">What attention reads the residual stream through.</param>
/// <param name="Query">What queries pass through, head by head or as a whole.</param>
/// <param name="Key">What keys pass through.</param>
/// <param name="AttentionOutput">What attention's output passes through before it is added.</param>
/// <param name="Mlp">What the MLP reads the residual stream through.</param>
/// <param name="MlpOutput">What the MLP's output passes through before it is added.</param>
internal sealed record LayerNorms(
    Normalization? Attention,
    Normalization? Query,
    Normalization? Key,
    Normalization? AttentionOutput,
    Normalization? Mlp,
    Normalization? MlpOutput
);
