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
    /// <param name="isReplanned">
    /// Whether steps before one were planned again since a branch was opened: a checkpoint of such steps is passed over, whenever it was
    /// saved. Null where nothing is replanned.
    /// </param>
    public async Task<Checkpoint?> NewestAsync(Func<int, long, Task<bool>>? isReplanned = null)
    {
        foreach (var manifest in files.Files(Folder).Reverse())
        {
            var path = $"{Folder}/{manifest}";
            var checkpoint = CheckedJson.Decode<Checkpoint>(await files.ReadAsync(path), path);
            if (isReplanned is null || !await isReplanned(checkpoint.Branch, checkpoint.Step))
                return checkpoint;
        }
        return null;
    }
}
