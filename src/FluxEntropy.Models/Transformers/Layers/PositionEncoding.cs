using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>How positions enter, on one thread: before the first layer, or in every layer's queries and keys.</summary>
internal abstract class PositionEncoding : IDisposable
{
    /// <summary>What comes before the first layer. x [rows, hidden]</summary>
    internal virtual void Begin(PackedBatch batch, Tensor x, IKernels kernels) { }

    /// <summary>
    /// What each layer does to its queries and keys. fused [rows, queries + keys + values], positions [rows]
    /// </summary>
    internal virtual void Apply(
        Tensor fused,
        ReadOnlySpan<int> positions,
        AttentionSpec attention,
        IKernels kernels
    ) { }

    public abstract void Dispose();
}
