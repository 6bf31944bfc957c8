using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Grains.Training;

/// <summary>Steps that a checkpoint was trained on were planned again: the run goes on from an older one.</summary>
internal sealed class OutdatedCheckpointException(Checkpoint checkpoint)
    : Exception(
        $"the checkpoint of step {checkpoint.Step} on branch {checkpoint.Branch} is of steps that were planned again since"
    );
