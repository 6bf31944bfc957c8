using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>Turns queries and keys by angles that grow with the position.</summary>
internal sealed class RotaryPositions(RotaryTable table) : PositionEncoding
{
    internal override void Begin(PackedBatch batch, Tensor x, IKernels kernels) => table.Cover(batch.Lengths.Max());

    internal override void Apply(
        Tensor fused,
        ReadOnlySpan<int> positions,
        AttentionSpec attention,
        IKernels kernels
    ) => kernels.Rotate(fused, positions, attention.Heads + attention.KeyValueHeads, table);

    public override void Dispose() => table.Dispose();
}
