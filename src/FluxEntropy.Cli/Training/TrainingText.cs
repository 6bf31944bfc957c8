using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Cli.Training;

/// <summary>The state of a training run, for people and for scripts.</summary>
internal static class TrainingText
{
    public static Progress Progress(TrainingStatus? status) =>
        status switch
        {
            null => default,
            { State: State.Waiting } => new(0, null, Waiting(status)),
            { HasLastLoss: false } => new(status.Step, status.TotalSteps, "the first step is running"),
            _ => new(
                status.Step,
                status.TotalSteps,
                $"step {status.Step:N0} of {status.TotalSteps:N0} · loss "
                    + $"{(status.HasSmoothedLoss ? status.SmoothedLoss : status.LastLoss):0.000} nats · "
                    + Units.Rate(status.TokensPerSecond, "tokens")
            ),
        };

    /// <summary>What a run waits for that has too few documents.</summary>
    public static string Waiting(TrainingStatus status) =>
        status.Waiting is { } documents
            ? $"waiting for {Missing(documents):N0} more tokens in ranked documents "
                + $"({documents.RankedTokens:N0} of the {documents.NeededTokens:N0} that a step takes)"
            : "waiting for the server";

    public static object Json(TrainingStatus status) =>
        new
        {
            status.Session,
            state = Word(status.State),
            status.Step,
            status.TotalSteps,
            firstLoss = status.HasFirstLoss ? status.FirstLoss : (double?)null,
            lastLoss = status.HasLastLoss ? status.LastLoss : (double?)null,
            smoothedLoss = status.HasSmoothedLoss ? status.SmoothedLoss : (double?)null,
            validationLoss = status.HasValidationLoss ? status.ValidationLoss : (double?)null,
            validationStep = status.HasValidationStep ? status.ValidationStep : (ulong?)null,
            sampleLoss = status.HasSampleLoss ? status.SampleLoss : (double?)null,
            sampleStep = status.HasSampleStep ? status.SampleStep : (ulong?)null,
            missingTokens = status.Waiting is { } documents ? Missing(documents) : (ulong?)null,
            binLosses = status.BinLosses.Select(bin => new
            {
                bin = bin.Bin + 1, // from 1, as in tables
                bin.Loss,
                bin.Targets,
            }),
            checkpointStep = status.HasCheckpointStep ? status.CheckpointStep : (ulong?)null,
            checkpointFolder = status.CheckpointFolder.Length > 0 ? status.CheckpointFolder : null,
            status.TokensPerSecond,
            status.CurriculumVersion,
            device = status.Device.Length > 0 ? status.Device : null,
            error = status.Error.Length > 0 ? status.Error : null,
        };

    /// <summary>One line: <c>run: running, step 12 of 40, loss 4.5 on documents held out …</c>, and what else there is.</summary>
    public static string Line(TrainingStatus status)
    {
        var line = $"{status.Session}: {Word(status.State)}, step {status.Step:N0} of {status.TotalSteps:N0}";
        if (status is { State: State.Waiting, Waiting: not null })
            line += $", {Waiting(status)}";
        if (LossText.Of(status) is { Length: > 0 } losses)
            line += $", loss {losses}";
        if (status.State == State.Running)
            line += $", {Units.Rate(status.TokensPerSecond, "tokens")}";
        if (status.Device.Length > 0)
            line += $", on {status.Device}";
        if (status.HasCheckpointStep)
            line += $", checkpoint at step {status.CheckpointStep:N0}";
        return line;
    }

    private static ulong Missing(WaitingForDocuments documents) =>
        documents.NeededTokens - Math.Min(documents.NeededTokens, documents.RankedTokens);

    private static string Word(State state) => state.ToString().ToLowerInvariant();
}
