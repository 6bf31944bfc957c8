using FluxEntropy.Sessions;

namespace FluxEntropy.TrainingRuns;

/// <summary>What a training run's loop decides, done. Any of these may fail: the loop is told so. Disposed when the run ended.</summary>
public interface ITrainerWork : IAsyncDisposable
{
    /// <inheritdoc cref="TrainerAction.ReadPlan"/>
    Task<TrainingPlan> ReadPlanAsync();

    /// <inheritdoc cref="TrainerAction.FindCheckpoint"/>
    /// <returns>The newest of the newest branch that has one of steps as the session's log has them, or null.</returns>
    Task<Checkpoint?> FindCheckpointAsync();

    /// <inheritdoc cref="TrainerAction.Make"/>
    /// <returns>The device that it is on.</returns>
    Task<string> MakeAsync(TrainingPlan plan);

    /// <inheritdoc cref="TrainerAction.Load"/>
    Task LoadAsync(Checkpoint checkpoint);

    /// <inheritdoc cref="TrainerAction.Open"/>
    /// <returns>The branch.</returns>
    Task<int> OpenAsync(long step, bool replan);

    /// <inheritdoc cref="TrainerAction.Ask"/>
    Task<StepAnswer> AskAsync(int branch, long step);

    /// <inheritdoc cref="TrainerAction.Train"/>
    Task<TrainedStep> TrainAsync(StepAnswer.HandedOut step);

    /// <inheritdoc cref="TrainerAction.Report"/>
    Task<ReportAnswer> ReportAsync(TrainerAction.Report report);

    /// <inheritdoc cref="TrainerAction.Validate"/>
    /// <returns>What was measured, or null while there are no documents to measure on.</returns>
    Task<Validation?> ValidateAsync(TrainingPlan plan, long step);

    /// <inheritdoc cref="TrainerAction.Save"/>
    Task SaveAsync(TrainerAction.Save save);

    /// <inheritdoc cref="TrainerAction.Tell"/>
    Task TellAsync(long step, bool isEnd);

    /// <summary>Whether what failed may succeed later, as when a silo died or the disk was full.</summary>
    bool IsTransient(Exception exception);

    /// <summary>Reports that the run was interrupted, and goes on from its checkpoint.</summary>
    void Interrupted(Exception exception);

    /// <summary>Reports that the run failed.</summary>
    void Failed(Exception exception);
}
