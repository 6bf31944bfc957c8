using System.IO.Hashing;
using FluxEntropy.Engines;
using FluxEntropy.Storage;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// The checkpoints of a session: the files of one first, in a folder of their own, made durable; then a manifest published
/// create-if-absent that names them. A folder without a manifest is what a crash left, and is never read.
/// </summary>
public sealed class Checkpoints(LocalFileStore files, string sessionId)
{
    private readonly CheckpointManifests _manifests = new(files, sessionId);

    /// <summary>Saves an engine's state after <paramref name="step"/> steps of a branch; durable when this returns.</summary>
    public async Task SaveAsync(ITrainingEngine engine, int branch, long step, Validation? validation = null)
    {
        var folder = $"{DataLayout.Checkpoints(sessionId)}/{step:D12}-{branch:D4}-{DataLayout.NewId()}";
        await files.CreateFolderAsync(folder);
        await SaveAsync(engine, folder);
        var checkpoint = new Checkpoint(step, branch, folder, await HashAsync(files, folder), validation);
        FaultPoints.Reached("checkpoint.before-manifest");
        await NameAsync(checkpoint);
        FaultPoints.Reached("checkpoint.after-manifest");
    }

    /// <summary>Publishes the manifest of a checkpoint whose files are durable.</summary>
    internal Task<bool> NameAsync(Checkpoint checkpoint) => _manifests.NameAsync(checkpoint);

    /// <inheritdoc cref="CheckpointManifests.NewestAsync"/>
    public Task<Checkpoint?> NewestAsync(Func<int, long, Task<bool>>? isReplanned = null) =>
        _manifests.NewestAsync(isReplanned);

    /// <summary>Restores an engine to a checkpoint.</summary>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public async Task LoadAsync(ITrainingEngine engine, Checkpoint checkpoint)
    {
        if (DamagedFile(checkpoint.Files, await HashAsync(files, checkpoint.Folder)) is { } damaged)
            throw new InvalidDataException(
                $"{checkpoint.Folder}/{damaged}: not the file that the checkpoint was saved with. "
                    + "Restore it from a backup, or remove the manifest of this checkpoint to go on from "
                    + "the one before."
            );
        await engine.LoadAsync(files.FullPath(checkpoint.Folder));
    }

    /// <summary>XXH128 of each file of a folder, 32 hexadecimal digits.</summary>
    internal static async Task<SortedDictionary<string, string>> HashAsync(LocalFileStore files, string folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.Files(folder))
        {
            var hash = new XxHash128();
            await using var stream = File.OpenRead(files.FullPath($"{folder}/{file}"));
            await hash.AppendAsync(stream);
            hashes[file] = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        return hashes;
    }

    /// <summary>A file that is missing, new or different, or null.</summary>
    internal static string? DamagedFile(
        IReadOnlyDictionary<string, string> saved,
        IReadOnlyDictionary<string, string> found
    ) =>
        saved
            .Keys.Union(found.Keys)
            .FirstOrDefault(file => saved.GetValueOrDefault(file) != found.GetValueOrDefault(file));

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
