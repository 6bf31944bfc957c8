using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Grains.Contracts;

/// <summary>Trains a small model on a session's batches, on a thread of its own. Key: session id.</summary>
[Alias("FluxEntropy.ITrainerGrain")]
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts, or goes on from the newest checkpoint, with the steps that the log has, or planning anew from there; the plan of the
    /// first start counts.
    /// </summary>
    Task<TrainerStatus> Start(TrainingPlan plan, bool replan);

    /// <summary>Goes on with a run that was in work when its process ended; does nothing for any other.</summary>
    Task Resume();

    /// <summary>Where the run stands.</summary>
    Task<TrainerStatus> Status();

    /// <summary>Stops after the step in work, with a checkpoint, to go on at the next start of the process.</summary>
    Task Suspend();

    /// <summary>Stops after the step in work, with a checkpoint, and stays stopped.</summary>
    Task<TrainerStatus> Stop();

    /// <summary>
    /// Why a training cannot be started under a plan where the session's trainer is, as the field and what to do; null where it can.
    /// </summary>
    Task<string?> PlanProblem(TrainingPlan plan);

    /// <summary>Why the session cannot be trained on a device, and on which it can, where its trainer is; null where it can.</summary>
    Task<string?> DeviceProblem(string device);
}
