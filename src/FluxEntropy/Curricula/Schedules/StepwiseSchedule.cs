namespace FluxEntropy.Curricula.Schedules;

/// <summary>n equal stages: the k-th serves the lowest Start + (1 − Start)·(k − 1)/(n − 1) of the mass.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Stages">n, 2 to 256. The default value is 5.</param>
public sealed record StepwiseSchedule(double Start = 0.1, int Stages = 5) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Held([
            .. Enumerable
                .Range(0, Stages)
                .Select(k => new KeyFrame((double)k / Stages, scope.Lowest(Start + (1 - Start) * k / (Stages - 1)))),
        ]);

    public override string? Problem(int bins) =>
        Outside("start", Start, 0, 1) ?? Outside("stages", Stages, 2, ScheduleScope.MaxBins);
}
