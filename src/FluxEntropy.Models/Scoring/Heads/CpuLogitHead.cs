using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Kernels.Cpu;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Scoring.Heads;

/// <summary>
/// Multiplies final states with the head, tile by tile into one scratch, and reduces each tile at once: no tensor of
/// rows × vocabulary ever exists.
/// </summary>
internal sealed class CpuLogitHead : ILogitHead
{
    private const int TileRows = 192;

    /// <summary>Vocabulary entries of a tile; a multiple of what a panel holds.</summary>
    private const int TileEntries = 1024;

    private readonly CpuKernels _kernels;
    private readonly Projection _head;
    private readonly float? _softCap;
    private readonly float[] _scratch;
    private readonly int _vocabulary;
    private readonly RowReduction[] _rows = new RowReduction[TileRows];
    private readonly float[] _targetLogits = new float[TileRows];
    private TopTokens[] _top = [];

    internal CpuLogitHead(Projection head, CpuKernels kernels, double? softCap = null)
    {
        _head = head;
        _kernels = kernels;
        _softCap = (float?)softCap;
        _vocabulary = head.Outputs;
        _scratch = GC.AllocateUninitializedArray<float>(TileRows * Math.Min(_vocabulary, TileEntries), pinned: true);
    }

    public int MostRows => TileRows;

    public ReadOnlySpan<RowReduction> Reduce(Tensor states, int[] targets, int topK)
    {
        _kernels.DotColumns(states, _head, Array.ConvertAll(targets, target => Math.Max(0, target)), _targetLogits);
        Cap(_targetLogits.AsSpan(0, targets.Length));
        for (var row = 0; row < targets.Length; row++)
            _rows[row] = RowReduction.Start(targets[row], _targetLogits[row]);
        StartTop(targets.Length, topK);
        for (var first = 0; first < _vocabulary; first += TileEntries)
        {
            var entries = Math.Min(TileEntries, _vocabulary - first);
            var tile = _scratch.AsSpan(0, targets.Length * entries);
            _kernels.ProjectColumns(states, _head, first, entries, tile);
            Cap(tile);
            Reduce(tile, entries, first, topK);
        }

        return _rows.AsSpan(0, targets.Length);
    }

    public (int Token, float LogProbability)[] Top(int row) => _top[row].Read(_rows[row].LogSum);

    private void Reduce(ReadOnlySpan<float> tile, int entries, int first, int topK)
    {
        for (var row = 0; row * entries < tile.Length; row++)
        {
            var logits = tile.Slice(row * entries, entries);
            _rows[row].Add(logits, first);
            if (topK > 0)
                _top[row].Add(logits, first);
        }
    }

    private void Cap(Span<float> logits)
    {
        if (_softCap is { } cap)
            SoftCap.Apply(logits, 1, cap);
    }

    private void StartTop(int rows, int topK)
    {
        if (topK == 0)
            return;
        _top = [.. Enumerable.Range(0, rows).Select(_ => new TopTokens(Math.Min(topK, _vocabulary)))];
    }

    public void Dispose() { }
}
