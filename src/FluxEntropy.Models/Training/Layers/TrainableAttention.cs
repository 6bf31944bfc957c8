using FluxEntropy.Models.Architectures;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>Causal attention.</summary>
/// <param name="spec">Heads and their size.</param>
/// <param name="queryKeyValue">The maps to queries, keys and values: one, or three.</param>
/// <param name="output">The map back to the residual stream.</param>
internal sealed class TrainableAttention(
    AttentionSpec spec,
    IReadOnlyList<TrainableLinear> queryKeyValue,
    TrainableLinear output
)
{
    /// <param name="x">[batch, time, hidden]</param>
    /// <param name="positions">What they do to queries and keys.</param>
    internal Tensor Forward(Tensor x, TrainablePositions positions)
    {
        Tensor[] parts = queryKeyValue is [var all]
            ? all.Forward(x).chunk(3, -1)
            : [.. queryKeyValue.Select(part => part.Forward(x))];
        var q = positions.Apply(Split(parts[0], spec.Heads));
        var k = positions.Apply(Split(parts[1], spec.KeyValueHeads));
        return output.Forward(Mix(q, k, Split(parts[2], spec.KeyValueHeads)));
    }

    /// <summary>[batch, time, heads × size] → [batch, heads, time, size]</summary>
    private Tensor Split(Tensor x, int heads) => x.view(x.shape[0], x.shape[1], heads, spec.HeadSize).transpose(1, 2);

    private Tensor Mix(Tensor q, Tensor k, Tensor v)
    {
        var group = spec.Heads / spec.KeyValueHeads;
        if (group > 1)
            (k, v) = (k.repeat_interleave(group, 1), v.repeat_interleave(group, 1));
        var mixed = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true);
        return mixed.transpose(1, 2).reshape(q.shape[0], q.shape[2], spec.QueryWidth);
    }
}
