using System.Text.Json.Serialization;

namespace FluxEntropy.Curricula;

/// <summary>
/// Weights of bins as a function of progress p in [0, 1]. Every schedule is a short way to write
/// <see cref="KeyFrames"/>, which the planner alone knows.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(UniformSchedule), "uniform")]
[JsonDerivedType(typeof(SequentialSchedule), "sequential")]
[JsonDerivedType(typeof(ReverseSchedule), "reverse")]
[JsonDerivedType(typeof(ManualSchedule), "manual")]
[JsonDerivedType(typeof(KeyFrameSchedule), "keyFrames")]
public abstract record Schedule
{
    /// <summary>What <c>"kind"</c> can be.</summary>
    internal const string Kinds = "uniform, sequential, reverse, manual, keyFrames";

    /// <summary>The schedule as weights at given progresses.</summary>
    /// <param name="bins">Number of bins, at least 1.</param>
    public abstract KeyFrames KeyFrames(int bins);

    /// <summary>What is wrong with it for so many bins: the field and what to do, or null.</summary>
    public virtual string? Problem(int bins) => null;

    /// <summary>A vector whose only mass is on one bin.</summary>
    protected static double[] Only(int bin, int bins)
    {
        var weights = new double[bins];
        weights[bin] = 1;
        return weights;
    }
}

/// <summary>Every bin alike: the control of every experiment.</summary>
public sealed record UniformSchedule : Schedule
{
    public override KeyFrames KeyFrames(int bins) => Curricula.KeyFrames.Constant([.. Enumerable.Repeat(1.0, bins)]);
}

/// <summary>One bin after the other, from low to high: bin = clamp(⌊pK⌋, 0, K − 1), the original project's schedule.</summary>
public sealed record SequentialSchedule : Schedule
{
    public override KeyFrames KeyFrames(int bins) =>
        new([.. Enumerable.Range(0, bins).Select(bin => new KeyFrame((double)bin / bins, Only(bin, bins)))], Interpolation.Step);
}

/// <summary>One bin after the other, from high to low.</summary>
public sealed record ReverseSchedule : Schedule
{
    public override KeyFrames KeyFrames(int bins) =>
        new([.. Enumerable.Range(0, bins).Select(bin => new KeyFrame((double)bin / bins, Only(bins - 1 - bin, bins)))], Interpolation.Step);
}

/// <summary>Weights that a person chose, for the whole run.</summary>
/// <param name="Weights">One for each bin; scaled to sum 1.</param>
public sealed record ManualSchedule(double[] Weights) : Schedule
{
    public override KeyFrames KeyFrames(int bins) => Curricula.KeyFrames.Constant(Weights);

    public override string? Problem(int bins) => BinWeights.Problem("weights", Weights, bins);
}

/// <summary>Weights at given progresses, and what lies between.</summary>
/// <param name="Frames">Sorted by progress, at least one.</param>
/// <param name="Interpolation">What holds between two frames. The default value is <see cref="Interpolation.Linear"/>.</param>
public sealed record KeyFrameSchedule(KeyFrame[] Frames, Interpolation Interpolation = Interpolation.Linear) : Schedule
{
    public override KeyFrames KeyFrames(int bins) => new(Frames, Interpolation);

    public override string? Problem(int bins)
    {
        if (Frames is not { Length: > 0 })
            return "frames: at least one is needed.";
        for (var i = 0; i < Frames.Length; i++)
        {
            if (Frames[i] is null)
                return $"frames[{i}]: it is null; give an object with at and weights.";
            if (!(Frames[i].At is >= 0 and <= 1))
                return $"frames[{i}].at: {Frames[i].At} is outside 0 to 1.";
            if (i > 0 && Frames[i].At <= Frames[i - 1].At)
                return $"frames[{i}].at: {Frames[i].At} does not come after {Frames[i - 1].At}; sort the frames, and give each progress once.";
            if (BinWeights.Problem($"frames[{i}].weights", Frames[i].Weights, bins) is { } problem)
                return problem;
        }
        return null;
    }
}
