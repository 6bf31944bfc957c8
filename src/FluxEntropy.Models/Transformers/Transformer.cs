using FluxEntropy.Models.Checkpoints;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// The forward pass of a model that scores: one thread's scratch over weights that threads share. Reads a packed batch and
/// leaves the normalised final state of every row; the head is left to who reduces it.
/// </summary>
internal sealed class Transformer(TransformerWeights weights, IKernels kernels) : IDisposable
{
    /// <summary>
    /// On a CPU, rows that pass through a layer's products together, and columns of the MLP's inner width that they pass
    /// through at a time: what one product writes, the next reads from the second-level cache. Other devices take all at once.
    /// </summary>
    private const int CpuTileRows = 256;
    private const int CpuTileColumns = 512;

    private readonly bool _onCpu = weights.Embedding.device_type == TorchSharp.DeviceType.CPU;
    private readonly ModelConfig _config = weights.Config;
    private readonly RotaryTable _rotary = new(weights.Config, weights.Embedding.device);
    private Scratch? _scratch;

    /// <summary>Final states, ready for the head. Valid until the next call.</summary>
    /// <returns>[rows, hidden]</returns>
    internal Tensor Forward(PackedBatch batch)
    {
        var rows = batch.Rows;
        var scratch = Room(rows);
        var x = scratch.Residual.narrow(0, 0, rows);
        kernels.Gather(weights.Embedding, batch.Ids, x);
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
        var height = _onCpu ? CpuTileRows : rows;
        for (var first = 0; first < rows; first += height)
            yield return (first, Math.Min(height, rows - first));
    }

    /// <summary>Queries, keys and values of a tile of rows.</summary>
    private void Query(PackedBatch batch, Tensor x, LayerWeights layer, Scratch scratch, int first)
    {
        var count = (int)x.shape[0];
        var normed = scratch.Normed.narrow(0, 0, count);
        var fused = scratch.Fused.narrow(0, first, count);
        kernels.Normalize(x, layer.AttentionNorm, _config.NormEpsilon, normed);
        Project(normed, layer.QueryKeyValue, fused);
        if (_config.IsGated)
            kernels.Rotate(fused, batch.Positions.AsSpan(first, count), _config.Heads + _config.KeyValueHeads, _rotary);
    }

    /// <summary>Adds what the heads of a tile of rows gathered, and then the MLP's output, to x.</summary>
    private void Answer(Tensor mixed, Tensor x, LayerWeights layer, Scratch scratch)
    {
        x.addmm_(mixed, layer.AttentionOutput.Matrix, beta: 1, alpha: 1);
        if (layer.AttentionOutput.Bias is { } bias)
            x.add_(bias);
        var normed = scratch.Normed.narrow(0, 0, x.shape[0]);
        kernels.Normalize(x, layer.MlpNorm, _config.NormEpsilon, normed);
        Mlp(normed, layer, scratch, x);
    }

    /// <summary>Adds the MLP's output to x, a stretch of its inner width at a time.</summary>
    private void Mlp(Tensor normed, LayerWeights layer, Scratch scratch, Tensor x)
    {
        var rows = normed.shape[0];
        var width = _onCpu ? CpuTileColumns : _config.Intermediate;
        for (var first = 0L; first < _config.Intermediate; first += width)
        {
            using var temporaries = NewDisposeScope();
            var columns = Math.Min(width, _config.Intermediate - first);
            var inner = scratch.Inner(rows, columns);
            if (_config.IsGated)
            {
                var both = scratch.GateAndUp(rows, columns);
                Project(normed, Columns(layer.Up, first, columns), both.narrow(1, 0, columns));
                Project(normed, Columns(layer.Up, _config.Intermediate + first, columns), both.narrow(1, columns, columns));
                kernels.GatedSilu(both, inner);
            }
            else
            {
                Project(normed, Columns(layer.Up, first, columns), inner);
                kernels.Gelu(inner);
            }

            x.addmm_(inner, layer.Down.Matrix.narrow(0, first, columns), beta: 1, alpha: 1);
        }

        if (layer.Down.Bias is { } bias)
            x.add_(bias);
    }

    private static Projection Columns(Projection projection, long first, long count) =>
        new(projection.Matrix.narrow(1, first, count), projection.Bias?.narrow(0, first, count));

    private static void Project(Tensor x, Projection projection, Tensor output)
    {
        output.addmm_(x, projection.Matrix, beta: 0, alpha: 1);
        if (projection.Bias is { } bias)
            output.add_(bias);
    }

    private Scratch Room(int rows)
    {
        if (_scratch is not null && _scratch.Rows >= rows)
            return _scratch;
        _scratch?.Dispose();
        return _scratch = new Scratch(_config, rows, weights.Embedding.device, weights.Embedding.dtype);
    }

    public void Dispose()
    {
        _scratch?.Dispose();
        _rotary.Dispose();
    }

    /// <summary>Memory that every batch uses again: fresh pages for large temporaries cost more than the arithmetic on them.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly Tensor _gateAndUp;
        private readonly Tensor _inner;

        internal Scratch(ModelConfig config, int rows, Device device, ScalarType dtype)
        {
            Tensor Make(long count, long width) => empty(count, width, dtype, device).DetachFromDisposeScope();
            Rows = rows;
            Residual = Make(rows, config.Hidden);
            Normed = Make(rows, config.Hidden);
            Fused = Make(rows, config.FusedWidth);
            Mixed = Make(rows, config.QueryWidth);
            var onCpu = device.type == TorchSharp.DeviceType.CPU;
            var inner = (long)(onCpu ? Math.Min(rows, CpuTileRows) : rows) * (onCpu ? Math.Min(config.Intermediate, CpuTileColumns) : config.Intermediate);
            _gateAndUp = Make(1, 2 * inner);
            _inner = Make(1, inner);
        }

        internal int Rows { get; }

        internal Tensor Residual { get; }

        internal Tensor Normed { get; }

        internal Tensor Fused { get; }

        internal Tensor Mixed { get; }

        internal Tensor GateAndUp(long rows, long columns) => _gateAndUp.view(-1).narrow(0, 0, 2 * rows * columns).view(rows, 2 * columns);

        internal Tensor Inner(long rows, long columns) => _inner.view(-1).narrow(0, 0, rows * columns).view(rows, columns);

        public void Dispose()
        {
            foreach (var tensor in new[] { Residual, Normed, Fused, Mixed, _gateAndUp, _inner })
                tensor.Dispose();
        }
    }
}
