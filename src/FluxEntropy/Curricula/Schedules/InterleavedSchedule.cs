namespace FluxEntropy.Curricula.Schedules;

/// <summary>Several sweeps from low to high, one after another.</summary>
/// <param name="Cycles">Sweeps, 1 to 1,000 and at most 2^20 / K². The default value is 4.</param>
public sealed record InterleavedSchedule(int Cycles = 4) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var sweeps = Cycles * scope.Bins;
        return Curricula.Schedules.KeyFrames.Held([
            .. Enumerable.Range(0, sweeps).Select(i => new KeyFrame((double)i / sweeps, scope.Only(i % scope.Bins))),
        ]);
    }

    public override string? Problem(int bins) =>
        Outside("cycles", Cycles, 1, Math.Min(1000, (1 << 20) / (bins * bins)));
}
