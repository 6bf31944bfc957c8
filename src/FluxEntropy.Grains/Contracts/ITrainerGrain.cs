using FluxEntropy.Engines;
using FluxEntropy.Sessions;

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
}

/// <summary>What to train, and how often to save it and to look at the documents held out (0: never).</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.TrainingPlan")]
public sealed record TrainingPlan(
    [property: Id(0)] string Architecture,
    [property: Id(1)] int Layers,
    [property: Id(2)] int Heads,
    [property: Id(3)] int Hidden,
    [property: Id(4)] double LearningRate,
    [property: Id(5)] int WarmupSteps,
    [property: Id(6)] int CheckpointSteps,
    [property: Id(7)] int Threads,
    [property: Id(8)] bool Cosine = false,
    [property: Id(9)] int Accumulation = 1,
    [property: Id(10)] int ValidationSteps = 0,
    [property: Id(11)] int ValidationRows = 0
)
{
    internal TrainingOptions Options(SessionSettings session, int vocabularySize) =>
        new()
        {
            Architecture = Architecture,
            VocabularySize = vocabularySize,
            Layers = Layers,
            Heads = Heads,
            Hidden = Hidden,
            Time = session.Time,
            LearningRate = LearningRate,
            WarmupSteps = WarmupSteps,
            TotalSteps = Cosine ? session.TotalSteps : 0,
            Accumulation = Accumulation,
            Seed = session.Seed,
            Threads = Threads,
        };
}

/// <summary>State of a run.</summary>
public enum TrainerState
{
    Idle,
    Waiting,
    Running,
    Stopped,
    Finished,
    Failed,
}

/// <summary>Where a run stands; steps are those trained, losses in nats a token.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.TrainerStatus")]
public sealed record TrainerStatus(
    [property: Id(0)] TrainerState State,
    [property: Id(1)] long Step,
    [property: Id(2)] double? FirstLoss,
    [property: Id(3)] double? LastLoss,
    [property: Id(4)] int[] Bins,
    [property: Id(5)] double[] BinLosses,
    [property: Id(6)] int[] BinTargets,
    [property: Id(7)] long? CheckpointStep,
    [property: Id(8)] double TokensPerSecond,
    [property: Id(9)] long CurriculumVersion,
    [property: Id(10)] string? Error,
    [property: Id(11)] double? ValidationLoss = null,
    [property: Id(12)] long? ValidationStep = null
);
