namespace FluxEntropy.TrainingRuns;

/// <summary>Where a run stands. Losses are in nats a token.</summary>
/// <param name="State">What it does.</param>
/// <param name="Step">Steps that were trained and reported.</param>
/// <param name="FirstLoss">Loss of step 0.</param>
/// <param name="LastLoss">Loss of the step reported last.</param>
/// <param name="Bins">Bins that had targets in that step.</param>
/// <param name="BinLosses">Their losses.</param>
/// <param name="BinTargets">Their targets.</param>
/// <param name="CheckpointStep">Steps behind the newest checkpoint, or null while there is none.</param>
/// <param name="TokensPerSecond">Targets of that step by the time that it took.</param>
/// <param name="CurriculumVersion">The curriculum that it was planned under.</param>
/// <param name="Error">Why the run failed, or why it stopped by itself.</param>
/// <param name="Validation">Loss on documents held out, or on a uniform sample; null before it was measured.</param>
/// <param name="Device">The device that the model is on, or was last, as its engine names it; empty before there was one.</param>
public sealed record TrainerStatus(
    TrainerState State,
    long Step,
    double? FirstLoss,
    double? LastLoss,
    int[] Bins,
    double[] BinLosses,
    int[] BinTargets,
    long? CheckpointStep,
    double TokensPerSecond,
    long CurriculumVersion,
    string? Error,
    Validation? Validation = null,
    string Device = ""
)
{
    /// <summary>Nothing was trained yet.</summary>
    public static TrainerStatus Idle { get; } = new(TrainerState.Idle, 0, null, null, [], [], [], null, 0, 0, null);

    /// <summary>The status after a report was accepted.</summary>
    internal TrainerStatus After(TrainerAction.Report accepted)
    {
        var (step, report) = (accepted.Step.Batch.Step, accepted.Trained.Report);
        return this with
        {
            Step = step + 1,
            FirstLoss = step == 0 ? report.Loss : FirstLoss,
            LastLoss = report.Loss,
            Bins = [.. report.BinLosses.Select(bin => bin.Bin)],
            BinLosses = [.. report.BinLosses.Select(bin => bin.Loss)],
            BinTargets = [.. report.BinLosses.Select(bin => bin.Targets)],
            TokensPerSecond = accepted.Step.Batch.Batch * accepted.Step.Batch.Time / accepted.Trained.Seconds,
            CurriculumVersion = accepted.Step.Planned.Step.CurriculumVersion,
        };
    }
}
