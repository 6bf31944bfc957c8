namespace FluxEntropy.Curricula.Schedules;

/// <summary>Every bin alike: the control of every experiment.</summary>
public sealed record UniformSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) => Curricula.KeyFrames.Constant(scope.Alike);
}

/// <summary>One bin after the other, from low to high: bin = clamp(⌊pK⌋, 0, K − 1), the original project's schedule.</summary>
public sealed record SequentialSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Held([
            .. Enumerable.Range(0, scope.Bins).Select(bin => new KeyFrame((double)bin / scope.Bins, scope.Only(bin))),
        ]);
}

/// <summary>One bin after the other, from high to low.</summary>
public sealed record ReverseSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Held([
            .. Enumerable
                .Range(0, scope.Bins)
                .Select(bin => new KeyFrame((double)bin / scope.Bins, scope.Only(scope.Bins - 1 - bin))),
        ]);
}

/// <summary>Several sweeps from low to high, one after the other.</summary>
/// <param name="Cycles">Sweeps, 1 to 1,000 and to 2^20 / K². The default value is 4.</param>
public sealed record InterleavedSchedule(int Cycles = 4) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var sweeps = Cycles * scope.Bins;
        return Curricula.KeyFrames.Held([
            .. Enumerable.Range(0, sweeps).Select(i => new KeyFrame((double)i / sweeps, scope.Only(i % scope.Bins))),
        ]);
    }

    public override string? Problem(int bins) =>
        Outside("cycles", Cycles, 1, Math.Min(1000, (1 << 20) / (bins * bins)));
}

/// <summary>Weights that a person chose, for the whole run.</summary>
/// <param name="Weights">One for each bin; scaled to sum 1.</param>
public sealed record ManualSchedule(double[] Weights) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) => Curricula.KeyFrames.Constant(Weights);

    public override string? Problem(int bins) => BinWeights.Problem("weights", Weights, bins);

    internal override int? ImpliedBins => Weights?.Length;
}

/// <summary>What holds between two key frames.</summary>
public enum Interpolation
{
    /// <summary>The line from one to the other.</summary>
    Linear,

    /// <summary>The earlier one.</summary>
    Step,
}

/// <summary>Weights at given progresses, and what lies between.</summary>
/// <param name="Frames">Sorted by progress, at least one.</param>
/// <param name="Interpolation">What holds between two frames. The default value is <see cref="Interpolation.Linear"/>.</param>
public sealed record KeyFrameSchedule(KeyFrame[] Frames, Interpolation Interpolation = Interpolation.Linear) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Interpolation == Interpolation.Step ? Curricula.KeyFrames.Held(Frames) : new(Frames);

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

    internal override int? ImpliedBins => Frames is [{ Weights: { } weights }, ..] ? weights.Length : null;
}
