using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>Adds each position's vector to the token's embedding.</summary>
/// <param name="table">[positions, hidden]; belongs to the weights.</param>
internal sealed class LearnedPositions(Tensor table) : PositionEncoding
{
    internal override void Begin(PackedBatch batch, Tensor x, IKernels kernels) =>
        kernels.AddGathered(table, batch.Positions, x);

    public override void Dispose() { } // the table belongs to the weights
}
