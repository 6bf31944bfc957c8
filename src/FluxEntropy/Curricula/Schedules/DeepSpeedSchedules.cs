namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// DeepSpeed's <c>fixed_linear</c>: the difficulty, here the percentage of the mass that is served from the low end, rises from the
/// least to the most over the first steps, rounded down to a multiple of the difficulty step.
/// </summary>
/// <param name="MinDifficulty">Percent at first, 0 to 100.</param>
/// <param name="MaxDifficulty">Percent from <paramref name="TotalCurriculumStep"/> on.</param>
/// <param name="TotalCurriculumStep">Steps until then.</param>
/// <param name="DifficultyStep">Percent, 0.1 to 100. The default value is 1.</param>
public sealed record FixedLinearSchedule(
    double MinDifficulty,
    double MaxDifficulty,
    double TotalCurriculumStep,
    double DifficultyStep = 1
) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new FixedRootSchedule(MinDifficulty, MaxDifficulty, TotalCurriculumStep, 1, DifficultyStep).KeyFrames(scope);

    public override string? Problem(int bins) =>
        new FixedRootSchedule(MinDifficulty, MaxDifficulty, TotalCurriculumStep, 1, DifficultyStep).Problem(bins);
}

/// <summary>DeepSpeed's <c>fixed_root</c>: like <see cref="FixedLinearSchedule"/>, with difficulty min + (max − min)·(step/total)^(1/root).</summary>
/// <param name="MinDifficulty">Percent at first, 0 to 100.</param>
/// <param name="MaxDifficulty">Percent from <paramref name="TotalCurriculumStep"/> on.</param>
/// <param name="TotalCurriculumStep">Steps until then.</param>
/// <param name="RootDegree">The root. The default value is 2.</param>
/// <param name="DifficultyStep">Percent, 0.1 to 100. The default value is 1.</param>
public sealed record FixedRootSchedule(
    double MinDifficulty,
    double MaxDifficulty,
    double TotalCurriculumStep,
    double RootDegree = 2,
    double DifficultyStep = 1
) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var frames = new List<KeyFrame> { new(0, scope.Lowest(Rounded(MinDifficulty) / 100)) };
        for (var level = Rounded(MinDifficulty); level < MaxDifficulty; )
        {
            level += DifficultyStep; // a last one above the most is taken for it
            var reached =
                TotalCurriculumStep * Math.Pow((level - MinDifficulty) / (MaxDifficulty - MinDifficulty), RootDegree);
            var at = Math.Ceiling(reached - 1e-9) / scope.Steps; // a step has the difficulty that is reached at it
            if (at > 1)
                break;
            if (at == frames[^1].At)
                frames.RemoveAt(frames.Count - 1);
            frames.Add(new(at, scope.Lowest(Math.Min(level, MaxDifficulty) / 100)));
        }
        return Curricula.KeyFrames.Held(frames);
    }

    public override string? Problem(int bins) =>
        Outside("minDifficulty", MinDifficulty, 0, 100)
        ?? Outside("maxDifficulty", MaxDifficulty, MinDifficulty, 100)
        ?? Outside("totalCurriculumStep", TotalCurriculumStep, 1, 1L << 31)
        ?? Outside("rootDegree", RootDegree, 1, 100)
        ?? Outside("difficultyStep", DifficultyStep, 0.1, 100);

    private double Rounded(double difficulty) => Math.Floor(difficulty / DifficultyStep + 1e-9) * DifficultyStep;
}

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
            var at = i == 0 ? 0 : (MaxStep[i - 1] + 1) / scope.Steps; // DeepSpeed goes on beyond max_step
            if (at <= 1)
                frames.Add(new(at, scope.Lowest(Difficulty[i] / 100)));
        }
        return Curricula.KeyFrames.Held(frames);
    }

    public override string? Problem(int bins)
    {
        if (
            Difficulty is not { Length: > 0 and <= Curriculum.MaxBins }
            || MaxStep is null
            || MaxStep.Length != Difficulty.Length - 1
        )
            return $"maxStep: {MaxStep?.Length ?? 0} steps for {Difficulty?.Length ?? 0} difficulties; give one step less than difficulties.";
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
