using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>Adds each position's vector to the token's embedding.</summary>
/// <param name="table">[offset + positions, hidden]; belongs to the weights.</param>
/// <param name="offset">The row of position 0.</param>
internal sealed class LearnedPositions(Tensor table, int offset) : PositionEncoding
{
    internal override void Begin(PackedBatch batch, Tensor x, IKernels kernels) =>
        kernels.AddGathered(table, Array.ConvertAll(batch.Positions, position => position + offset), x);

    public override void Dispose() { } // the table belongs to the weights
}
