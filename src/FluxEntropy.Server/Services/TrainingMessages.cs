using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;
using FluxEntropy.V1;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Services;

/// <summary>Where a training run stands, as a message.</summary>
internal static class TrainingMessages
{
    public static TrainingStatus Of(SessionSettings settings, TrainerStatus status)
    {
        var message = new TrainingStatus
        {
            Session = settings.Name,
            State = status.State switch
            {
                TrainerState.Idle => State.Idle,
                TrainerState.Waiting => State.Waiting,
                TrainerState.Running => State.Running,
                TrainerState.Stopped => State.Stopped,
                TrainerState.Finished => State.Finished,
                _ => State.Failed,
            },
            Step = (ulong)status.Step,
            TotalSteps = (ulong)settings.TotalSteps,
            TokensPerSecond = status.TokensPerSecond,
            Error = status.Error ?? "",
            CurriculumVersion = (ulong)status.CurriculumVersion,
            Device = status.Device,
        };
        if (status.FirstLoss is { } first)
            message.FirstLoss = first;
        if (status.LastLoss is { } last)
            message.LastLoss = last;
        if (status.CheckpointStep is { } checkpoint)
            message.CheckpointStep = (ulong)checkpoint;
        if (status.Validation is { IsSample: false } heldOut)
            (message.ValidationLoss, message.ValidationStep) = (heldOut.Loss, (ulong)heldOut.Step);
        if (status.Validation is { IsSample: true } sample)
            (message.SampleLoss, message.SampleStep) = (sample.Loss, (ulong)sample.Step);
        message.BinLosses.Add(
            status.Bins.Select(
                (bin, i) =>
                    new BinLoss
                    {
                        Bin = (uint)bin,
                        Loss = status.BinLosses[i],
                        Targets = (uint)status.BinTargets[i],
                    }
            )
        );
        return message;
    }
}
