namespace FluxEntropy.Sessions;

/// <summary>A trainer began, or went on from a checkpoint: steps from <paramref name="FromStep"/> on are served (again).</summary>
/// <param name="Branch">Number of the branch, from 1, without gaps.</param>
/// <param name="FromStep">First step that it is served; not above the number of steps planned.</param>
/// <param name="Parent">Branch that the checkpoint was made on; 0 where there was none.</param>
/// <param name="Consumers">Trainers that share each step of the branch.</param>
/// <param name="Run">Name by which these find each other; empty for the trainer inside.</param>
public sealed record BranchOpened(int Branch, long FromStep, int Parent = 0, int Consumers = 1, string Run = "")
    : SessionLogEntry;

/// <summary>A person stopped the run.</summary>
public sealed record Stopped : SessionLogEntry;
