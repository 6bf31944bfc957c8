using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>
/// One layer's weights and what it computes with them; read-only, so that any number of threads share it.
/// </summary>
internal sealed class DecoderLayer(
    AttentionSpec attention,
    bool isParallel,
    LayerNorms norms,
    Projection queryKeyValue,
    Projection attentionOutput,
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
        kernels.Project(Read(x, norms.Attention, scratch, kernels), queryKeyValue, fused);
        if (norms.Query is { } query)
            kernels.NormalizeParts(fused, 0, attention.QueryWidth / (int)query.Scale.shape[0], query);
        if (norms.Key is { } key)
            kernels.NormalizeParts(fused, attention.QueryWidth, attention.KeyValueWidth / (int)key.Scale.shape[0], key);
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
        if (isParallel)
        {
            var before = Read(x, norms.Mlp, scratch, kernels);
            kernels.Project(mixed, attentionOutput, x, accumulate: true);
            mlp.Into(before, x, accumulate: true, scratch, kernels);
            return;
        }

        if (norms.AttentionOutput is { } after)
        {
            var output = scratch.Output!.narrow(0, 0, x.shape[0]);
            kernels.Project(mixed, attentionOutput, output);
            AddNormalized(output, after, x, kernels);
        }
        else
        {
            kernels.Project(mixed, attentionOutput, x, accumulate: true);
        }

        AddMlp(x, scratch, kernels);
    }

    private void AddMlp(Tensor x, Scratch scratch, IKernels kernels)
    {
        var read = Read(x, norms.Mlp, scratch, kernels);
        if (norms.MlpOutput is not { } after)
        {
            mlp.Into(read, x, accumulate: true, scratch, kernels);
            return;
        }

        var output = scratch.Output!.narrow(0, 0, x.shape[0]);
        mlp.Into(read, output, accumulate: false, scratch, kernels);
        AddNormalized(output, after, x, kernels);
    }

    private static void AddNormalized(Tensor output, Normalization norm, Tensor x, IKernels kernels)
    {
        kernels.Normalize(output, norm, output);
        kernels.Add(x, output);
    }

    /// <summary>The residual stream as it is read: normalised, or as it is.</summary>
    private static Tensor Read(Tensor x, Normalization? norm, Scratch scratch, IKernels kernels)
    {
        if (norm is null)
            return x;
        var normed = scratch.Normed.narrow(0, 0, x.shape[0]);
        kernels.Normalize(x, norm, normed);
        return normed;
    }
}
