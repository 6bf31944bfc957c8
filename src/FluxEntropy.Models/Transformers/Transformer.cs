using FluxEntropy.Models.Checkpoints;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// The forward pass of a model that scores: one thread's scratch over weights that threads share. Reads a packed batch and
/// leaves the normalised final state of every row; the head is left to who reduces it.
/// </summary>
internal sealed class Transformer(TransformerWeights weights, IKernels kernels, Device device, ScalarType dtype) : IDisposable
{
    /// <summary>Rows that pass through an MLP together: its activations are the widest and are kept small.</summary>
    private const int MlpRows = 512;

    private readonly ModelConfig _config = weights.Config;
    private readonly RotaryTable _rotary = new(weights.Config, device);
    private Scratch? _scratch;

    /// <summary>Final states, ready for the head. Valid until the next call.</summary>
    /// <returns>[rows, hidden]</returns>
    internal Tensor Forward(PackedBatch batch)
    {
        var rows = batch.Rows;
        var scratch = Room(rows);
        var x = scratch.Residual.narrow(0, 0, rows);
        var normed = scratch.Normed.narrow(0, 0, rows);
        kernels.Gather(weights.Embedding, batch.Ids, x);
        if (weights.LearnedPositions is { } positions)
            kernels.AddGathered(positions, batch.Positions, x);
        else
            _rotary.Cover(batch.Lengths.Max());
        foreach (var layer in weights.Layers)
        {
            using var temporaries = NewDisposeScope();
            kernels.Normalize(x, layer.AttentionNorm, _config.NormEpsilon, normed);
            Attend(batch, normed, layer, scratch, x);
            kernels.Normalize(x, layer.MlpNorm, _config.NormEpsilon, normed);
            for (var row = 0; row < rows; row += MlpRows)
                Mlp(normed.narrow(0, row, Math.Min(MlpRows, rows - row)), layer, scratch, x.narrow(0, row, Math.Min(MlpRows, rows - row)));
        }

        kernels.Normalize(x, weights.FinalNorm, _config.NormEpsilon, normed);
        return normed;
    }

    private void Attend(PackedBatch batch, Tensor normed, LayerWeights layer, Scratch scratch, Tensor x)
    {
        var fused = scratch.Fused.narrow(0, 0, batch.Rows);
        var mixed = scratch.Mixed.narrow(0, 0, batch.Rows);
        Project(normed, layer.QueryKeyValue, fused);
        if (_config.IsGated)
            kernels.Rotate(fused, batch.Positions, _config.Heads + _config.KeyValueHeads, _rotary);
        foreach (var (first, texts, length) in batch.EqualLengths())
            Mix(fused.narrow(0, first, texts * length).view(texts, length, _config.FusedWidth), mixed.narrow(0, first, texts * length).view(texts, length, _config.QueryWidth));
        AddProjected(mixed, layer.AttentionOutput, x);
    }

    /// <summary>Causal attention of texts of one length. Query heads that share keys attend one after the other, so that no key is copied.</summary>
    private void Mix(Tensor fused, Tensor mixed)
    {
        using var temporaries = NewDisposeScope();
        var (texts, length, shared) = (fused.shape[0], fused.shape[1], _config.Heads / _config.KeyValueHeads);
        Tensor Heads(long from, long width) => fused.narrow(2, from, width).view(texts, length, _config.KeyValueHeads, -1, _config.HeadSize);
        var queries = Heads(0, _config.QueryWidth);
        var keys = Heads(_config.QueryWidth, _config.KeyValueWidth).select(3, 0).transpose(1, 2);
        var values = Heads(_config.QueryWidth + _config.KeyValueWidth, _config.KeyValueWidth).select(3, 0).transpose(1, 2);
        var outputs = mixed.view(texts, length, _config.KeyValueHeads, shared, _config.HeadSize);
        for (var i = 0; i < shared; i++)
        {
            var attended = nn.functional.scaled_dot_product_attention(queries.select(3, i).transpose(1, 2), keys, values, is_casual: true);
            outputs.select(3, i).copy_(attended.transpose(1, 2));
        }
    }

    private void Mlp(Tensor normed, LayerWeights layer, Scratch scratch, Tensor x)
    {
        var up = scratch.Up.narrow(0, 0, normed.shape[0]);
        Project(normed, layer.Up, up);
        if (!_config.IsGated)
        {
            kernels.Gelu(up);
            AddProjected(up, layer.Down, x);
            return;
        }

        var gated = scratch.Gated.narrow(0, 0, normed.shape[0]);
        kernels.GatedSilu(up, gated);
        AddProjected(gated, layer.Down, x);
    }

    private static void Project(Tensor x, Projection projection, Tensor output)
    {
        output.addmm_(x, projection.Matrix, beta: 0, alpha: 1);
        if (projection.Bias is { } bias)
            output.add_(bias);
    }

    private static void AddProjected(Tensor x, Projection projection, Tensor sum)
    {
        sum.addmm_(x, projection.Matrix, beta: 1, alpha: 1);
        if (projection.Bias is { } bias)
            sum.add_(bias);
    }

    private Scratch Room(int rows)
    {
        if (_scratch is not null && _scratch.Rows >= rows)
            return _scratch;
        _scratch?.Dispose();
        return _scratch = new Scratch(_config, rows, device, dtype);
    }

    public void Dispose()
    {
        _scratch?.Dispose();
        _rotary.Dispose();
    }

    /// <summary>Memory that every batch uses again: fresh pages for large temporaries cost more than the arithmetic on them.</summary>
    private sealed class Scratch : IDisposable
    {
        internal Scratch(ModelConfig config, int rows, Device device, ScalarType dtype)
        {
            Tensor Make(long count, long width) => empty(count, width, dtype, device).DetachFromDisposeScope();
            Rows = rows;
            Residual = Make(rows, config.Hidden);
            Normed = Make(rows, config.Hidden);
            Fused = Make(rows, config.FusedWidth);
            Mixed = Make(rows, config.QueryWidth);
            Up = Make(Math.Min(rows, MlpRows), config.IsGated ? 2 * config.Intermediate : config.Intermediate);
            Gated = Make(Math.Min(rows, MlpRows), config.Intermediate);
        }

        internal int Rows { get; }

        internal Tensor Residual { get; }

        internal Tensor Normed { get; }

        internal Tensor Fused { get; }

        internal Tensor Mixed { get; }

        internal Tensor Up { get; }

        internal Tensor Gated { get; }

        public void Dispose()
        {
            foreach (var tensor in new[] { Residual, Normed, Fused, Mixed, Up, Gated })
                tensor.Dispose();
        }
    }
}
