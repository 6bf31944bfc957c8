using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Transformers.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// The forward pass of a model that scores: one thread's scratch over weights that threads share. Reads a packed batch
/// and
/// leaves the normalised final state of every row; the head is left to who reduces it.
/// </summary>
internal sealed class Transformer(TransformerWeights weights, IKernels kernels) : IDisposable
{
    /// <summary>
    /// On a CPU, rows that pass through a layer's products together: what one writes, the next reads from the caches.
    /// Other devices take all at once.
    /// </summary>
    private const int CpuTileRows = 192;

    private readonly int _tileRows = weights.Device.type is DeviceType.CPU ? CpuTileRows : int.MaxValue;
    private readonly PositionEncoding _positions = PositionsOf(weights, weights.Spec.Positions);
    private readonly PositionEncoding? _varied = weights.Spec.Variation?.Positions is { } varied
        ? PositionsOf(weights, varied)
        : null;
    private Scratch? _scratch;

    /// <summary>Final states, ready for the head. Valid until the next call.</summary>
    /// <returns>[rows, hidden]</returns>
    internal Tensor Forward(PackedBatch batch)
    {
        var scratch = Room(batch.Rows);
        var x = scratch.Residual.narrow(0, 0, batch.Rows);
        if (weights.Embedding is { } embedding)
            kernels.Gather(embedding, batch.Ids, x);
        else
            kernels.GatherColumns(weights.Head, batch.Ids, x);
        if (weights.Spec.EmbeddingScale is { } scale)
            kernels.Scale(x, scale);
        _positions.Begin(batch, x, kernels);
        _varied?.Begin(batch, x, kernels);
        foreach (var (number, layer) in weights.Layers.Index())
        {
            using var temporaries = NewDisposeScope();
            var varies = _varied is not null && weights.Spec.Variation!.Holds(number);
            Forward(layer, batch, x, varies ? _varied! : _positions, scratch);
        }

        var normed = scratch.Normed.narrow(0, 0, batch.Rows);
        kernels.Normalize(x, weights.FinalNorm, normed);
        return normed;
    }

    private void Forward(DecoderLayer layer, PackedBatch batch, Tensor x, PositionEncoding positions, Scratch scratch)
    {
        foreach (var (first, count) in Tiles(batch.Rows))
            layer.Project(
                x.narrow(0, first, count),
                batch.Positions.AsSpan(first, count),
                scratch.Fused.narrow(0, first, count),
                positions,
                scratch,
                kernels
            );
        layer.Attend(batch, scratch, kernels);
        foreach (var (first, count) in Tiles(batch.Rows))
            layer.AddOutputs(scratch.Mixed.narrow(0, first, count), x.narrow(0, first, count), scratch, kernels);
    }

    private IEnumerable<(int First, int Count)> Tiles(int rows)
    {
        for (var first = 0; first < rows; first += Math.Min(_tileRows, rows))
            yield return (first, Math.Min(_tileRows, rows - first));
    }

    private Scratch Room(int rows)
    {
        if (_scratch is not null && _scratch.Rows >= rows)
            return _scratch;
        _scratch?.Dispose();
        return _scratch = new Scratch(weights.Spec, rows, Math.Min(rows, _tileRows), weights.Dtype, weights.Device);
    }

    private static PositionEncoding PositionsOf(TransformerWeights weights, PositionSpec positions) =>
        positions switch
        {
            RotaryPositionSpec rotary => new RotaryPositions(
                new RotaryTable(rotary, weights.Spec.Layer.Attention.HeadSize, weights.Spec.Context, weights.Device)
            ),
            LearnedPositionSpec learned => new LearnedPositions(weights.LearnedPositions!, learned.Offset),
            NoPositionSpec => new NoPositions(),
            var other => throw new NotSupportedException($"{other}: no positions of this kind"),
        };

    public void Dispose()
    {
        _scratch?.Dispose();
        _positions.Dispose();
        _varied?.Dispose();
    }
}
