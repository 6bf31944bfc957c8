using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels;

/// <summary>Causal attention in torch's operations.</summary>
internal static class TorchAttention
{
    /// <summary>queries, keys, values [texts, heads, longest, size]</summary>
    internal static Tensor Of(Tensor queries, Tensor keys, Tensor values, AttentionSpec attention)
    {
        var scale = attention.ScaleOrDefault * Math.Sqrt(attention.HeadSize);
        if (attention is { SoftCap: null, Scale: { } })
            queries = queries.Times(scale);
        var (length, window) = ((int)queries.shape[2], attention.Window ?? int.MaxValue);
        if (attention.SoftCap is { } cap)
        {
            var scores = queries.matmul(keys.transpose(-2, -1)).Times(attention.ScaleOrDefault / cap).tanh().Times(cap);
            return scores.Plus(Mask(length, window, queries)).softmax(-1).matmul(values);
        }

        return window < length
            ? nn.functional.scaled_dot_product_attention(
                queries,
                keys,
                values,
                attn_mask: Mask(length, window, queries)
            )
            : nn.functional.scaled_dot_product_attention(queries, keys, values, is_casual: true);
    }

    /// <summary>0 where a query sees a key, and −∞ elsewhere. [length, length]</summary>
    private static Tensor Mask(int length, int window, Tensor beside)
    {
        var mask = new float[length * length];
        for (var query = 0; query < length; query++)
        {
            for (var key = 0; key < length; key++)
                mask[query * length + key] = key <= query && query - key < window ? 0 : float.NegativeInfinity;
        }

        return torch.tensor(mask, length, length).to(beside.dtype).to(beside.device);
    }
}
