namespace FluxEntropy.Curricula;

/// <summary>What holds between two key frames.</summary>
public enum Interpolation
{
    /// <summary>The line from one to the other.</summary>
    Linear,

    /// <summary>The earlier one.</summary>
    Step,
}

/// <summary>Weights at a progress.</summary>
/// <param name="At">Progress, 0 to 1.</param>
/// <param name="Weights">One for each bin: finite, not negative, not all zero. [bins]</param>
public sealed record KeyFrame(double At, double[] Weights);

/// <summary>The form that every schedule compiles to. Before the first frame and after the last, the nearest one holds.</summary>
public sealed class KeyFrames(IReadOnlyList<KeyFrame> frames, Interpolation interpolation)
{
    /// <summary>The frames, sorted by progress.</summary>
    public IReadOnlyList<KeyFrame> Frames { get; } = frames;

    /// <summary>The same weights at every progress.</summary>
    public static KeyFrames Constant(double[] weights) => new([new KeyFrame(0, weights)], Interpolation.Step);

    /// <summary>Weights at a progress; each frame is scaled to sum 1 first, so the result does too. [bins]</summary>
    public double[] WeightsAt(double progress)
    {
        var after = 0;
        while (after < Frames.Count && Frames[after].At <= progress)
            after++;
        if (after == 0 || after == Frames.Count || interpolation == Interpolation.Step)
            return Normalized(Frames[Math.Max(0, after - 1)].Weights);
        var (from, to) = (Frames[after - 1], Frames[after]);
        var share = (progress - from.At) / (to.At - from.At);
        return [.. Normalized(from.Weights).Zip(Normalized(to.Weights), (a, b) => a + (b - a) * share)];
    }

    private static double[] Normalized(double[] weights)
    {
        var largest = weights.Max(); // first by the largest, so that the sum of huge weights stays finite
        var scaled = weights.Select(weight => weight / largest).ToArray();
        var sum = scaled.Sum();
        return [.. scaled.Select(weight => weight / sum)];
    }
}
