using FluxEntropy.Storage;

namespace FluxEntropy.TrainingRuns;

/// <summary>Which checkpoints of a session there are. The first that is named for a branch and step counts.</summary>
public sealed class CheckpointManifests(IFileStore files, string sessionId)
{
    private string Folder => DataLayout.Checkpoints(sessionId);

    /// <summary>Publishes the manifest of a checkpoint whose files are durable.</summary>
    /// <returns>Whether there was none of that branch and step.</returns>
    public Task<bool> NameAsync(Checkpoint checkpoint) =>
        files.PublishAsync(
            DataLayout.CheckpointManifest(sessionId, checkpoint.Branch, checkpoint.Step),
            CheckedJson.Encode(checkpoint)
        );

    /// <summary>The newest checkpoint of the newest branch that has one, or null.</summary>
    public async Task<Checkpoint?> NewestAsync() =>
        files.Files(Folder) is [.., var manifest] && $"{Folder}/{manifest}" is var path
            ? CheckedJson.Decode<Checkpoint>(await files.ReadAsync(path), path)
            : null;
}
