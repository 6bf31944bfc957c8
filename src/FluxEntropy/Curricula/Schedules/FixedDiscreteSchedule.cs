namespace FluxEntropy.Curricula.Schedules;

/// <summary>DeepSpeed's <c>fixed_discrete</c>: a list of difficulties, each up to a step.</summary>
/// <param name="Difficulty">Percent of the mass, from the low end.</param>
/// <param name="MaxStep">Last step of each but the last difficulty, which holds to the end.</param>
public sealed record FixedDiscreteSchedule(double[] Difficulty, double[] MaxStep) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var frames = new List<KeyFrame>();
        for (var i = 0; i < Difficulty.Length; i++)
        {
            var at = i == 0 ? 0 : (MaxStep[i - 1] + 1) / scope.Steps; // DeepSpeed moves on after max_step
            if (at <= 1)
                frames.Add(new(at, scope.Lowest(Difficulty[i] / 100)));
        }
        return Curricula.Schedules.KeyFrames.Held(frames);
    }

    public override string? Problem(int bins)
    {
        if (
            Difficulty is not { Length: > 0 and <= ScheduleScope.MaxBins }
            || MaxStep is null
            || MaxStep.Length != Difficulty.Length - 1
        )
            return $"maxStep: {MaxStep?.Length ?? 0} steps for {Difficulty?.Length ?? 0} difficulties; "
                + "give one step fewer than difficulties.";
        for (var i = 0; i < Difficulty.Length; i++)
        {
            if (Outside($"difficulty[{i}]", Difficulty[i], 0, 100) is { } problem)
                return problem;
            if (i > 0 && !(MaxStep[i - 1] >= (i > 1 ? MaxStep[i - 2] + 1 : 0) && MaxStep[i - 1] <= 1L << 31))
                return $"maxStep[{i - 1}]: {MaxStep[i - 1]} does not come after the one before.";
        }
        return null;
    }
}
