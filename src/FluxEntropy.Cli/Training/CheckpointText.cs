using FluxEntropy.V1;

namespace FluxEntropy.Cli.Training;

/// <summary>Where the model of a training run lies, and what can be done with it.</summary>
internal static class CheckpointText
{
    /// <summary>A sentence; null where there is no checkpoint, or an older server does not say where.</summary>
    public static string? Of(TrainingStatus status) =>
        status.CheckpointFolder.Length == 0
            ? null
            : $"The model after step {status.CheckpointStep:N0} is in {status.CheckpointFolder}: a Hugging Face folder, so that "
                + $"'flux score --model {status.CheckpointFolder} FILE…' scores with it.";
}
