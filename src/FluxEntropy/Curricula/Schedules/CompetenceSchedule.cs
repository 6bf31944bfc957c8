namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Competence: g = (p·(1 − c0^r) + c0^r)^(1/r), with r = 2 the square root of Platanios et al., "Competence-based
/// Curriculum Learning for NMT" (2019).
/// </summary>
/// <param name="Start">c0. The default value is 0.01.</param>
/// <param name="Root">r, 1 to 100. The default value is 2.</param>
public sealed record CompetenceSchedule(double Start = 0.01, double Root = 2) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var first = Math.Pow(Start, Root);
        return new([
            .. scope.Samples.Select(p => new KeyFrame(p, scope.Lowest(Math.Pow(p * (1 - first) + first, 1 / Root)))),
        ]);
    }

    public override string? Problem(int bins) => Outside("start", Start, 0, 1) ?? Outside("root", Root, 1, 100);
}
