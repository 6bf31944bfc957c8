using FluxEntropy.Models.Checkpoints;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// The forward pass of a model that scores: one thread's scratch over weights that threads share. Reads a packed batch and
/// leaves the normalised final state of every row; the head is left to who reduces it.
/// </summary>
internal sealed class Transformer(TransformerWeights weights, IKernels kernels) : IDisposable
{
    /// <summary>On a CPU, rows that pass through a layer's products together: what one writes, the next reads from the caches. Other devices take all at once.</summary>
    private const int CpuTileRows = 192;

    private readonly int _tileRows = weights.Device.type is TorchSharp.DeviceType.CPU ? CpuTileRows : int.MaxValue;
    private readonly ModelConfig _config = weights.Config;
    private readonly RotaryTable _rotary = new(weights.Config, weights.Device);
    private Scratch? _scratch;

    /// <summary>Final states, ready for the head. Valid until the next call.</summary>
    /// <returns>[rows, hidden]</returns>
    internal Tensor Forward(PackedBatch batch)
    {
        var rows = batch.Rows;
        var scratch = Room(rows);
        var x = scratch.Residual.narrow(0, 0, rows);
        if (weights.Embedding is { } embedding)
            kernels.Gather(embedding, batch.Ids, x);
        else
            kernels.GatherColumns(weights.Head, batch.Ids, x);
        if (weights.LearnedPositions is { } positions)
            kernels.AddGathered(positions, batch.Positions, x);
        else
            _rotary.Cover(batch.Lengths.Max());
        foreach (var layer in weights.Layers)
        {
            using var temporaries = NewDisposeScope();
            foreach (var (first, count) in Tiles(rows))
                Query(batch, x.narrow(0, first, count), layer, scratch, first);
            kernels.Attend(scratch.Fused.narrow(0, 0, rows), batch, _config, scratch.Mixed.narrow(0, 0, rows));
            foreach (var (first, count) in Tiles(rows))
                Answer(scratch.Mixed.narrow(0, first, count), x.narrow(0, first, count), layer, scratch);
        }

        var normed = scratch.Normed.narrow(0, 0, rows);
        kernels.Normalize(x, weights.FinalNorm, _config.NormEpsilon, normed);
        return normed;
    }

    private IEnumerable<(int First, int Count)> Tiles(int rows)
    {
        for (var first = 0; first < rows; first += Math.Min(_tileRows, rows))
            yield return (first, Math.Min(_tileRows, rows - first));
    }

    /// <summary>Queries, keys and values of a tile of rows.</summary>
    private void Query(PackedBatch batch, Tensor x, LayerWeights layer, Scratch scratch, int first)
    {
        var count = (int)x.shape[0];
        var normed = scratch.Normed.narrow(0, 0, count);
        var fused = scratch.Fused.narrow(0, first, count);
        kernels.Normalize(x, layer.AttentionNorm, _config.NormEpsilon, normed);
        kernels.Project(normed, layer.QueryKeyValue, fused);
        if (_config.IsGated)
            kernels.Rotate(fused, batch.Positions.AsSpan(first, count), _config.Heads + _config.KeyValueHeads, _rotary);
    }

    /// <summary>Adds what the heads of a tile of rows gathered, and then the MLP's output, to x.</summary>
    private void Answer(Tensor mixed, Tensor x, LayerWeights layer, Scratch scratch)
    {
        kernels.Project(mixed, layer.AttentionOutput, x, accumulate: true);
        var normed = scratch.Normed.narrow(0, 0, x.shape[0]);
        kernels.Normalize(x, layer.MlpNorm, _config.NormEpsilon, normed);
        var inner = scratch.Inner.narrow(0, 0, x.shape[0]);
        if (layer.Gate is { } gate)
        {
            var up = scratch.Up!.narrow(0, 0, x.shape[0]);
            kernels.Project(normed, gate, inner);
            kernels.Project(normed, layer.Up, up);
            kernels.GatedSilu(inner, up);
        }
        else
        {
            kernels.Project(normed, layer.Up, inner);
            kernels.Gelu(inner);
        }

        kernels.Project(inner, layer.Down, x, accumulate: true);
    }

    private Scratch Room(int rows)
    {
        if (_scratch is not null && _scratch.Rows >= rows)
            return _scratch;
        _scratch?.Dispose();
        return _scratch = new Scratch(_config, rows, Math.Min(rows, _tileRows), weights);
    }

    public void Dispose()
    {
        _scratch?.Dispose();
        _rotary.Dispose();
    }

    /// <summary>Memory that every batch uses again: fresh pages for large temporaries cost more than the arithmetic on them.</summary>
    private sealed class Scratch : IDisposable
    {
        internal Scratch(ModelConfig config, int rows, int tileRows, TransformerWeights weights)
        {
            Tensor Make(long count, long width) =>
                empty(count, width, weights.Dtype, weights.Device).DetachFromDisposeScope();
            Rows = rows;
            Residual = Make(rows, config.Hidden);
            Normed = Make(rows, config.Hidden);
            Fused = Make(rows, config.FusedWidth);
            Mixed = Make(rows, config.QueryWidth);
            Inner = Make(tileRows, config.Intermediate);
            Up = config.IsGated ? Make(tileRows, config.Intermediate) : null;
        }

        internal int Rows { get; }

        internal Tensor Residual { get; }

        internal Tensor Normed { get; }

        internal Tensor Fused { get; }

        internal Tensor Mixed { get; }

        /// <summary>Of a tile of rows: the gates, and what they let through.</summary>
        internal Tensor Inner { get; }

        /// <summary>Of a tile of rows, where there are gates.</summary>
        internal Tensor? Up { get; }

        public void Dispose()
        {
            foreach (var tensor in new[] { Residual, Normed, Fused, Mixed, Inner, Up })
                tensor?.Dispose();
        }
    }
}
