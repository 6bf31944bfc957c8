using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>The norms of queries and keys that several families add to Llama's attention.</summary>
internal static class HeadNorms
{
    /// <param name="spec">The model without them.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="offset">What files leave out of the scales.</param>
    /// <param name="acrossHeads">Whether all heads are normalised together.</param>
    internal static TransformerSpec On(
        TransformerSpec spec,
        double epsilon,
        float offset = 0,
        bool acrossHeads = false
    ) =>
        spec with
        {
            Layer = spec.Layer with
            {
                Attention = spec.Layer.Attention with
                {
                    QueryNorm = new HeadNormSpec(new RmsNormSpec("self_attn.q_norm", epsilon, offset), acrossHeads),
                    KeyNorm = new HeadNormSpec(new RmsNormSpec("self_attn.k_norm", epsilon, offset), acrossHeads),
                },
            },
        };
}
