namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// DeepSpeed's <c>fixed_linear</c>: the difficulty, here the percentage of the mass that is served from the low end,
/// rises from the minimum to the maximum over the first steps, rounded down to a multiple of the difficulty step.
/// </summary>
/// <param name="MinDifficulty">Percent at first, 0 to 100.</param>
/// <param name="MaxDifficulty">Percent from <paramref name="TotalCurriculumStep"/> onwards.</param>
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
