using FluxEntropy.Models.Architectures;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>
/// Memory that every batch uses again: fresh pages for large temporaries cost more than the arithmetic on them.
/// </summary>
internal sealed class Scratch : IDisposable
{
    /// <param name="spec">The model.</param>
    /// <param name="rows">Rows of the largest batch.</param>
    /// <param name="tileRows">Rows that pass through an MLP together.</param>
    /// <param name="dtype">The weights'.</param>
    /// <param name="device">The weights'.</param>
    internal Scratch(TransformerSpec spec, int rows, int tileRows, ScalarType dtype, Device device)
    {
        Tensor Make(long count, long width) => empty(count, width, dtype, device).DetachFromDisposeScope();
        var attention = spec.Layer.Attention;
        Rows = rows;
        Residual = Make(rows, spec.Hidden);
        Normed = Make(rows, spec.Hidden);
        Fused = Make(rows, attention.FusedWidth);
        Mixed = Make(rows, attention.QueryWidth);
        Inner = Make(tileRows, spec.Layer.Mlp.Width);
        Up = spec.Layer.Mlp is PlainMlpSpec ? null : Make(tileRows, spec.Layer.Mlp.Width);
        Output =
            spec.Layer.AttentionOutputNorm is null && spec.Layer.MlpOutputNorm is null
                ? null
                : Make(tileRows, spec.Hidden);
    }

    internal int Rows { get; }

    /// <summary>[rows, hidden]</summary>
    internal Tensor Residual { get; }

    /// <summary>[rows, hidden]</summary>
    internal Tensor Normed { get; }

    /// <summary>Queries, keys and values. [rows, fused width]</summary>
    internal Tensor Fused { get; }

    /// <summary>What the heads gathered. [rows, query width]</summary>
    internal Tensor Mixed { get; }

    /// <summary>Of a tile of rows: the gates, and what they let through.</summary>
    internal Tensor Inner { get; }

    /// <summary>Of a tile of rows, where there are gates.</summary>
    internal Tensor? Up { get; }

    /// <summary>Of a tile of rows: what attention or the MLP made, where a norm stands after it. [tile rows, hidden]</summary>
    internal Tensor? Output { get; }

    public void Dispose()
    {
        foreach (var tensor in new[] { Residual, Normed, Fused, Mixed, Inner, Up, Output })
            tensor?.Dispose();
    }
}
