namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// DeepSpeed's <c>fixed_root</c>: like <see cref="FixedLinearSchedule"/>, with difficulty min + (max −
/// min)·(step/total)^(1/root).
/// </summary>
/// <param name="MinDifficulty">Percent at first, 0 to 100.</param>
/// <param name="MaxDifficulty">Percent from <paramref name="TotalCurriculumStep"/> onwards.</param>
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
            level += DifficultyStep; // the last one may exceed the maximum, and is then reduced to it
            var reached =
                TotalCurriculumStep * Math.Pow((level - MinDifficulty) / (MaxDifficulty - MinDifficulty), RootDegree);
            var at = Math.Ceiling(reached - 1e-9) / scope.Steps; // a step has the difficulty that is reached by then
            if (at > 1)
                break;
            if (at == frames[^1].At)
                frames.RemoveAt(frames.Count - 1);
            frames.Add(new(at, scope.Lowest(Math.Min(level, MaxDifficulty) / 100)));
        }
        return Curricula.Schedules.KeyFrames.Held(frames);
    }

    public override string? Problem(int bins) =>
        Outside("minDifficulty", MinDifficulty, 0, 100)
        ?? Outside("maxDifficulty", MaxDifficulty, MinDifficulty, 100)
        ?? Outside("totalCurriculumStep", TotalCurriculumStep, 1, 1L << 31)
        ?? Outside("rootDegree", RootDegree, 1, 100)
        ?? Outside("difficultyStep", DifficultyStep, 0.1, 100);

    private double Rounded(double difficulty) => Math.Floor(difficulty / DifficultyStep + 1e-9) * DifficultyStep;
}
