using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>
/// One layer's weights and what it computes with them; read-only, so that any number of threads share it.
/// </summary>
internal sealed class DecoderLayer(
    AttentionSpec attention,
    Normalization attentionNorm,
    Projection queryKeyValue,
    Projection attentionOutput,
    Normalization mlpNorm,
    MlpLayer mlp
)
{
    /// <summary>
    /// Queries, keys and values of a tile of rows. x [rows, hidden], positions [rows], fused [rows, fused width]
    /// </summary>
    internal void Project(
        Tensor x,
        ReadOnlySpan<int> rowPositions,
        Tensor fused,
        PositionEncoding positions,
        Scratch scratch,
        IKernels kernels
    )
    {
        var normed = scratch.Normed.narrow(0, 0, x.shape[0]);
        kernels.Normalize(x, attentionNorm, normed);
        kernels.Project(normed, queryKeyValue, fused);
        positions.Apply(fused, rowPositions, attention, kernels);
    }

    /// <summary>
    /// Attention over the whole batch, from <see cref="Scratch.Fused"/> into <see cref="Scratch.Mixed"/>.
    /// </summary>
    internal void Attend(PackedBatch batch, Scratch scratch, IKernels kernels) =>
        kernels.Attend(
            scratch.Fused.narrow(0, 0, batch.Rows),
            batch,
            attention,
            scratch.Mixed.narrow(0, 0, batch.Rows)
        );

    /// <summary>
    /// Adds to a tile of rows what its heads gathered, and then the MLP's output. mixed [rows, query width], x [rows,
    /// hidden]
    /// </summary>
    internal void AddOutputs(Tensor mixed, Tensor x, Scratch scratch, IKernels kernels)
    {
        kernels.Project(mixed, attentionOutput, x, accumulate: true);
        var normed = scratch.Normed.narrow(0, 0, x.shape[0]);
        kernels.Normalize(x, mlpNorm, normed);
        mlp.AddTo(normed, x, scratch, kernels);
    }
}
