namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// The form that every schedule compiles to: weights at given points of progress, interpolated linearly. Two frames at
/// one point are a jump, where the later one applies. Before the first frame and after the last, the nearest one
/// applies.
/// </summary>
public sealed class KeyFrames
{
    private readonly KeyFrame[] _frames; // each scaled to sum 1

    /// <param name="frames">Sorted by progress, at least one.</param>
    public KeyFrames(IEnumerable<KeyFrame> frames) =>
        _frames = [.. frames.Select(frame => frame with { Weights = Normalized(frame.Weights) })];

    /// <summary>The frames, sorted by progress; the weights of each sum to 1.</summary>
    public IReadOnlyList<KeyFrame> Frames => _frames;

    /// <summary>The same weights at every progress.</summary>
    public static KeyFrames Constant(double[] weights) => new([new KeyFrame(0, weights)]);

    /// <summary>Each frame applies until the next one.</summary>
    public static KeyFrames Held(IReadOnlyList<KeyFrame> frames) =>
        new(frames.SelectMany((frame, i) => i == 0 ? [frame] : new[] { frames[i - 1] with { At = frame.At }, frame }));

    /// <summary>Weights at a progress; they sum to 1. [bins]</summary>
    public double[] WeightsAt(double progress)
    {
        var after = CountUpTo(progress);
        if (after == 0 || after == _frames.Length)
            return _frames[Math.Max(0, after - 1)].Weights;
        var (from, to) = (_frames[after - 1], _frames[after]);
        var share = (progress - from.At) / (to.At - from.At);
        return Blend(from.Weights, to.Weights, share);
    }

    /// <summary>These frames compressed into [0, at], then others compressed into the rest.</summary>
    /// <param name="next">What follows.</param>
    /// <param name="at">Where it begins, above 0 and below 1.</param>
    public KeyFrames Then(KeyFrames next, double at) =>
        new([
            .. _frames.Select(frame => frame with { At = frame.At * at }),
            _frames[^1] with
            {
                At = at,
            },
            next._frames[0] with
            {
                At = at,
            },
            .. next._frames.Select(frame => frame with { At = at + frame.At * (1 - at) }),
        ]);

    /// <summary>(1 − share) × these + share × others, at every progress.</summary>
    public KeyFrames Mix(KeyFrames other, double share) =>
        new(
            _frames
                .Concat(other._frames)
                .Select(frame => frame.At)
                .Distinct()
                .Order()
                .SelectMany(at =>
                    new[]
                    {
                        new KeyFrame(at, Blend(WeightsBefore(at), other.WeightsBefore(at), share)),
                        new KeyFrame(at, Blend(WeightsAt(at), other.WeightsAt(at), share)),
                    }
                )
        );

    // The weights just before a jump.
    private double[] WeightsBefore(double progress)
    {
        var first = CountUpTo(double.BitDecrement(progress));
        return first < _frames.Length && _frames[first].At == progress ? _frames[first].Weights : WeightsAt(progress);
    }

    private int CountUpTo(double progress)
    {
        var (low, high) = (0, _frames.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_frames[middle].At <= progress)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static double[] Blend(double[] from, double[] to, double share)
    {
        var weights = new double[from.Length];
        for (var bin = 0; bin < weights.Length; bin++)
            weights[bin] = from[bin] + (to[bin] - from[bin]) * share;
        return weights;
    }

    private static double[] Normalized(double[] weights)
    {
        var largest = weights.Max(); // divided by the largest first, so that the sum of huge weights stays finite
        var scaled = weights.Select(weight => weight / largest).ToArray();
        var sum = scaled.Sum();
        return [.. scaled.Select(weight => weight / sum)];
    }
}
