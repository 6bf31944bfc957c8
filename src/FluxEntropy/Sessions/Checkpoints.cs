using System.Text.Json;
using FluxEntropy.Storage;

namespace FluxEntropy.Sessions;

/// <summary>
/// The checkpoints of a session: the files of one first, in a folder of their own, made durable; then a manifest published
/// create-if-absent that names them. A folder without a manifest is what a crash left, and is never read.
/// </summary>
public sealed class Checkpoints(LocalFileStore files, string sessionId)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Saves an engine's state after <paramref name="step"/> steps of a branch; durable when this returns.</summary>
    public async Task SaveAsync(ITrainingEngine engine, int branch, long step)
    {
        var checkpoint = new Checkpoint(step, branch, $"{DataLayout.Checkpoints(sessionId)}/{step:D12}-{branch:D4}-{DataLayout.NewId()}");
        await files.CreateFolderAsync(checkpoint.Folder);
        await SaveAsync(engine, checkpoint.Folder);
        FaultPoints.Reached("checkpoint.before-manifest");
        await files.PublishAsync(DataLayout.CheckpointManifest(sessionId, branch, step), JsonSerializer.SerializeToUtf8Bytes(checkpoint, Json));
        FaultPoints.Reached("checkpoint.after-manifest");
    }

    /// <summary>The newest checkpoint of the newest branch that has one, or null.</summary>
    public async Task<Checkpoint?> NewestAsync() => files.Files(DataLayout.Checkpoints(sessionId)) is [.., var manifest]
        ? JsonSerializer.Deserialize<Checkpoint>(await files.ReadAsync($"{DataLayout.Checkpoints(sessionId)}/{manifest}"), Json)
        : null;

    /// <summary>Restores an engine to a checkpoint.</summary>
    public Task LoadAsync(ITrainingEngine engine, Checkpoint checkpoint) => engine.LoadAsync(files.FullPath(checkpoint.Folder));

    private async Task SaveAsync(ITrainingEngine engine, string folder)
    {
        try
        {
            FaultPoints.Reached("checkpoint.before-files");
            await engine.SaveAsync(files.FullPath(folder));
            FaultPoints.Reached("checkpoint.before-fsync");
            foreach (var file in files.Files(folder))
                await files.SyncFileAsync($"{folder}/{file}");
            await files.SyncFolderAsync(folder);
        }
        catch
        {
            foreach (var file in files.Files(folder)) // on a full disk the next attempt needs the room
                files.Delete($"{folder}/{file}");
            throw;
        }
    }
}

/// <summary>Weights, optimizer and random state after <paramref name="Step"/> steps.</summary>
/// <param name="Step">Steps that were trained.</param>
/// <param name="Branch">The session's branch that they were trained on.</param>
/// <param name="Folder">Where the engine's files are.</param>
public sealed record Checkpoint(long Step, int Branch, string Folder);
