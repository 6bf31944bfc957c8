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
            { State: State.Waiting } => new(0, null, "waiting for enough scored documents"),
            { HasLastLoss: false } => new(status.Step, status.TotalSteps, "the first step is running"),
            _ => new(
                status.Step,
                status.TotalSteps,
                $"step {status.Step:N0} of {status.TotalSteps:N0} · loss {status.LastLoss:0.000} nats · "
                    + Units.Rate(status.TokensPerSecond, "tokens")
            ),
        };

    public static object Json(TrainingStatus status) =>
        new
        {
            status.Session,
            state = Word(status.State),
            status.Step,
            status.TotalSteps,
            firstLoss = status.HasFirstLoss ? status.FirstLoss : (double?)null,
            lastLoss = status.HasLastLoss ? status.LastLoss : (double?)null,
            validationLoss = status.HasValidationLoss ? status.ValidationLoss : (double?)null,
            validationStep = status.HasValidationStep ? status.ValidationStep : (ulong?)null,
            binLosses = status.BinLosses.Select(bin => new
            {
                bin.Bin,
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

    /// <summary>One line: <c>run: running, step 12 of 40, loss 5.1 → 4.2 nats a token</c>, and what else there is.</summary>
    public static string Line(TrainingStatus status)
    {
        var line = $"{status.Session}: {Word(status.State)}, step {status.Step:N0} of {status.TotalSteps:N0}";
        if (status.HasFirstLoss)
            line += $", loss {status.FirstLoss:0.000} → {status.LastLoss:0.000} nats a token";
        if (status.HasValidationLoss)
            line += $", {status.ValidationLoss:0.000} on documents held out";
        if (status.State == State.Running)
            line += $", {Units.Rate(status.TokensPerSecond, "tokens")}";
        if (status.Device.Length > 0)
            line += $", on {status.Device}";
        if (status.HasCheckpointStep)
            line += $", checkpoint at step {status.CheckpointStep:N0}";
        return line;
    }

    private static string Word(State state) => state.ToString().ToLowerInvariant();
}
