using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Scoring.Heads;

/// <summary>
/// The head on any device, in torch's operations: sums and largest logits stay there, and come back once a call.
/// </summary>
internal sealed class TorchLogitHead(Projection head, TorchKernels kernels, double? softCap = null) : ILogitHead
{
    private const int TileEntries = 8192;

    private readonly int _vocabulary = head.Outputs;
    private RowReduction[] _rows = [];
    private (int Token, float Logit)[][] _top = [];

    public int MostRows => 4096;

    public ReadOnlySpan<RowReduction> Reduce(Tensor states, int[] targets, int topK)
    {
        using var scope = NewDisposeScope();
        var targetLogits = new float[targets.Length];
        kernels.DotColumns(states, head, Array.ConvertAll(targets, target => Math.Max(0, target)), targetLogits);
        if (softCap is { } bound)
        {
            for (var i = 0; i < targetLogits.Length; i++)
                targetLogits[i] = (float)(bound * Math.Tanh(targetLogits[i] / bound));
        }

        var running = new Running(targets, targetLogits, Math.Min(_vocabulary, Math.Max(2, topK)), states.device);
        for (var first = 0; first < _vocabulary; first += TileEntries)
        {
            using var temporaries = NewDisposeScope();
            var logits = states
                .mm(head.Matrix.narrow(1, first, Math.Min(TileEntries, _vocabulary - first)))
                .to(float32);
            if (softCap is { } cap)
                logits = logits.DividedBy(cap).tanh().Times(cap);
            running.Add(logits, first);
        }

        _rows = running.Read(targetLogits);
        _top = topK > 0 ? running.ReadTop(Math.Min(topK, _vocabulary)) : [];
        return _rows;
    }

    public (int Token, float LogProbability)[] Top(int row) =>
        [.. _top[row].Select(entry => (entry.Token, (float)Math.Min(0, entry.Logit - _rows[row].LogSum)))];

    public void Dispose() { }

    /// <summary>
    /// The state of <see cref="RowReduction"/> for all rows at once. Each [rows], the largest logits [rows, k]
    /// </summary>
    private sealed class Running(int[] targets, float[] targetLogits, int kept, Device device)
    {
        private readonly Tensor _targets = torch.tensor(targets, int64).to(device).unsqueeze(1);
        private readonly Tensor _bounds = torch.tensor(targetLogits).to(device).unsqueeze(1);
        private Tensor _logits = ScalarArithmetic.Full(targets.Length, kept, float.NegativeInfinity, float32, device);
        private Tensor _tokens = zeros(targets.Length, kept, int64, device);
        private Tensor _sum0 = zeros(targets.Length, float64, device);
        private Tensor _sum1 = zeros(targets.Length, float64, device);
        private Tensor _sum2 = zeros(targets.Length, float64, device);
        private Tensor _greater = zeros(targets.Length, int64, device);

        internal void Add(Tensor logits, int first)
        {
            var entries = ScalarArithmetic.Range(first, logits.shape[1], device).unsqueeze(0);
            Keep(ref _greater, _greater.Plus(((logits > _bounds) & (entries != _targets)).sum(1)));
            var before = _logits.select(1, 0);
            var (best, places) = cat([_logits, logits], 1).topk(kept, 1);
            Keep(ref _tokens, cat([_tokens, entries.expand(logits.shape[0], -1)], 1).gather(1, places));
            var largest = best.select(1, 0);
            Rescale(before, largest);
            Keep(ref _logits, best);
            var shifted = logits - largest.unsqueeze(1);
            var e = shifted.exp();
            var xe = shifted * e;
            Keep(ref _sum0, _sum0.Plus(e.sum(1)));
            Keep(ref _sum1, _sum1.Plus(xe.sum(1)));
            Keep(ref _sum2, _sum2.Plus((shifted * xe).sum(1)));
        }

        private void Rescale(Tensor before, Tensor largest)
        {
            // Before the first tile the old largest is −∞ and the sums are 0, which must stay 0.
            var shift = (before - largest).to(float64).AtLeast(-1e4);
            var factor = shift.exp();
            var (sum0, sum1, sum2) = (_sum0, _sum1, _sum2);
            var scaled2 = factor * sum2.Plus(shift.Times(2) * sum1).Plus(shift * shift * sum0);
            var scaled1 = factor * sum1.Plus(shift * sum0);
            Keep(ref _sum2, scaled2);
            Keep(ref _sum1, scaled1);
            Keep(ref _sum0, factor * sum0);
        }

        internal RowReduction[] Read(float[] targetLogits)
        {
            var sums = stack([_sum0, _sum1, _sum2], 1).cpu().data<double>().ToArray();
            var largest = TensorMemory.Floats(_logits.narrow(1, 0, Math.Min(2, kept)).contiguous().cpu()).ToArray();
            var greater = _greater.cpu().data<long>().ToArray();
            var width = Math.Min(2, kept);
            var rows = new RowReduction[targetLogits.Length];
            for (var row = 0; row < rows.Length; row++)
                rows[row] = RowReduction.Of(
                    largest[row * width],
                    largest[row * width + width - 1],
                    sums[row * 3],
                    sums[row * 3 + 1],
                    sums[row * 3 + 2],
                    targetLogits[row],
                    (int)greater[row]
                );
            return rows;
        }

        internal (int Token, float Logit)[][] ReadTop(int count)
        {
            var logits = TensorMemory.Floats(_logits.contiguous().cpu()).ToArray();
            var tokens = _tokens.cpu().data<long>().ToArray();
            return
            [
                .. Enumerable
                    .Range(0, targets.Length)
                    .Select(row =>
                        Enumerable.Range(row * kept, count).Select(at => ((int)tokens[at], logits[at])).ToArray()
                    ),
            ];
        }

        /// <summary>Moves a new state out of the tile's temporaries and frees the old one.</summary>
        private static void Keep(ref Tensor state, Tensor next)
        {
            var old = state;
            state = next.MoveToOuterDisposeScope();
            old.Dispose();
        }
    }
}
