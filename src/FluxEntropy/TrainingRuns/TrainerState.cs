namespace FluxEntropy.TrainingRuns;

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
