using System.Numerics;
using FluxEntropy.Models.Kernels.Cpu;

namespace FluxEntropy.Models.Scoring.Heads;

/// <summary>
/// What is kept of a row's logits while tiles of them pass by: with m the largest logit so far and x' = x − m, the sums
/// of
/// e^x', x' e^x' and x'² e^x', from which entropy, varentropy and surprisal follow; the two largest logits; and how
/// many
/// exceed the true token's. A logit that is not finite makes the second sum NaN.
/// </summary>
internal struct RowReduction
{
    private float _largest;
    private float _second;
    private double _sum0;
    private double _sum1;
    private double _sum2;
    private float _target;
    private int _targetIndex;
    private int _greater;

    /// <param name="targetIndex">The true token, or −1 where none follows.</param>
    /// <param name="target">The true token's logit.</param>
    internal static RowReduction Start(int targetIndex, float target) =>
        new()
        {
            _largest = float.NegativeInfinity,
            _second = float.NegativeInfinity,
            _targetIndex = targetIndex,
            _target = target,
        };

    /// <summary>What a device reduced.</summary>
    internal static RowReduction Of(
        float largest,
        float second,
        double sum0,
        double sum1,
        double sum2,
        float target,
        int greater
    ) =>
        new()
        {
            _largest = largest,
            _second = second,
            _sum0 = sum0,
            _sum1 = sum1,
            _sum2 = sum2,
            _target = target,
            _targetIndex = -1,
            _greater = greater,
        };

    internal readonly double LogSum => _largest + Math.Log(_sum0);

    /// <summary>H = ln s₀ − s₁/s₀, in nats.</summary>
    internal readonly double Entropy => Math.Max(0, Math.Log(_sum0) - _sum1 / _sum0);

    /// <summary>V = s₂/s₀ − (s₁/s₀)², in nats².</summary>
    internal readonly double Varentropy => Math.Max(0, _sum2 / _sum0 - _sum1 / _sum0 * (_sum1 / _sum0));

    internal readonly double Surprisal => Math.Max(0, LogSum - _target);

    internal readonly double Top1 => 1 / _sum0;

    internal readonly double Margin => (1 - Math.Exp((double)_second - _largest)) / _sum0;

    internal readonly int Rank => 1 + _greater;

    internal readonly bool IsFinite => double.IsFinite(_sum1);

    /// <summary>Takes in the logits of consecutive vocabulary entries.</summary>
    /// <param name="logits">A tile's row.</param>
    /// <param name="first">Vocabulary entry of its first logit.</param>
    internal void Add(ReadOnlySpan<float> logits, int first)
    {
        var inTile = _targetIndex >= first && _targetIndex < first + logits.Length;
        var (largest, second, greater) = Order(logits, _target);
        // The tile's own product may differ from the true token's by rounding: a token never outranks itself.
        _greater += greater - (inTile && logits[_targetIndex - first] > _target ? 1 : 0);
        _second = Math.Max(Math.Min(_largest, largest), Math.Max(_second, second));
        Rescale(Math.Max(_largest, largest));
        AddExponentials(logits);
    }

    /// <summary>The two largest logits, and how many exceed a bound.</summary>
    private static (float Largest, float Second, int Greater) Order(ReadOnlySpan<float> logits, float bound)
    {
        var largest = new Vector<float>(float.NegativeInfinity);
        var second = largest;
        var bounds = new Vector<float>(bound);
        var greater = Vector<int>.Zero;
        var i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(logits[i..]);
            second = Vector.Max(second, Vector.Min(largest, x));
            largest = Vector.Max(largest, x);
            greater -= Vector.GreaterThan(x, bounds);
        }

        var (top, next, count) = (float.NegativeInfinity, float.NegativeInfinity, Vector.Sum(greater));
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            next = Math.Max(Math.Max(next, second[lane]), Math.Min(top, largest[lane]));
            top = Math.Max(top, largest[lane]);
        }

        for (; i < logits.Length; i++)
        {
            next = Math.Max(next, Math.Min(top, logits[i]));
            top = Math.Max(top, logits[i]);
            count += logits[i] > bound ? 1 : 0;
        }

        return (top, next, count);
    }

    /// <summary>
    /// Moves the sums to a new largest logit: with d the shift, e^(x'+d) and (x'+d) expand into the old sums.
    /// </summary>
    private void Rescale(float largest)
    {
        if (_sum0 > 0)
        {
            var shift = (double)_largest - largest;
            var factor = Math.Exp(shift);
            (_sum0, _sum1, _sum2) = (
                factor * _sum0,
                factor * (_sum1 + shift * _sum0),
                factor * (_sum2 + 2 * shift * _sum1 + shift * shift * _sum0)
            );
        }

        _largest = largest;
    }

    private void AddExponentials(ReadOnlySpan<float> logits)
    {
        var (sum0, sum1, sum2) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var largest = new Vector<float>(_largest);
        var i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(logits[i..]) - largest;
            var e = Exponential.Of(x);
            var xe = x * e;
            sum0 += e;
            sum1 += xe;
            sum2 += x * xe;
        }

        _sum0 += Vector.Sum(sum0);
        _sum1 += Vector.Sum(sum1);
        _sum2 += Vector.Sum(sum2);
        for (; i < logits.Length; i++)
        {
            var x = (double)logits[i] - _largest;
            var e = Math.Exp(x);
            _sum0 += e;
            _sum1 += x * e;
            _sum2 += x * x * e;
        }
    }
}
