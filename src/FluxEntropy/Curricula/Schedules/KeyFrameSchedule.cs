namespace FluxEntropy.Curricula.Schedules;

/// <summary>Weights at given points of progress, and what applies between them.</summary>
/// <param name="Frames">Sorted by progress, at least one.</param>
/// <param name="Interpolation">
/// What applies between two frames. The default value is <see cref="Interpolation.Linear"/>.
/// </param>
public sealed record KeyFrameSchedule(KeyFrame[] Frames, Interpolation Interpolation = Interpolation.Linear) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Interpolation == Interpolation.Step ? Curricula.Schedules.KeyFrames.Held(Frames) : new(Frames);

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
                return $"frames[{i}].at: {Frames[i].At} does not come after {Frames[i - 1].At}; "
                    + "sort the frames, and give each progress once.";
            if (BinWeights.Problem($"frames[{i}].weights", Frames[i].Weights, bins) is { } problem)
                return problem;
        }
        return null;
    }

    internal override int? ImpliedBins => Frames is [{ Weights: { } weights }, ..] ? weights.Length : null;
}
