using FluxEntropy.Grains.Contracts;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Server.Services;

/// <summary>Where the checkpoints of sessions are.</summary>
internal sealed class CheckpointFolders(LocalFileStore files, IGrainFactory grains)
{
    /// <summary>Absolute path of the newest checkpoint of a session, of steps as its log has them; empty where it has none.</summary>
    public async Task<string> FindAsync(string sessionId) =>
        await new CheckpointManifests(files, sessionId).NewestAsync(grains.Session(sessionId).IsReplanned) is { } newest
            ? files.FullPath(newest.Folder)
            : "";
}
