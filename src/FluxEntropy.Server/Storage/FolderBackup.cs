using FluxEntropy.Backups;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using StackExchange.Redis;

namespace FluxEntropy.Server.Storage;

/// <summary>Backs a data folder up, by path, while servers may be using it.</summary>
public static class FolderBackup
{
    /// <param name="folder">The data folder.</param>
    /// <param name="target">Absolute path of an empty folder, which becomes the backup.</param>
    /// <param name="previous">Absolute path of the backup before it, whose equal files are linked; null for none.</param>
    /// <param name="created">When it was begun.</param>
    /// <param name="withFences">
    /// Whether logs are taken as far as the store of fences says that they were committed, else as far as they can be read.
    /// </param>
    /// <param name="redis">The cluster's Redis; null for the one that the folder names.</param>
    /// <param name="cancellationToken">Gives up; what was written is no backup then.</param>
    /// <exception cref="DataFolderException">It is no data folder, or the store of fences cannot be read.</exception>
    public static async Task<(BackupManifest Manifest, BackupTally Tally)> WriteAsync(
        string folder,
        string target,
        string? previous,
        DateTimeOffset created,
        bool withFences = true,
        ConfigurationOptions? redis = null,
        CancellationToken cancellationToken = default
    )
    {
        using var data = DataFolder.OpenLive(folder);
        return await Backup.WriteAsync(
            data,
            target,
            previous,
            created,
            _ =>
                withFences
                    ? FolderFences.ReadAsync(data, isLive: true, redis)
                    : Task.FromResult(new CommittedLogs(new Dictionary<string, LogCommit>(), [])),
            SqliteFences.Write,
            cancellationToken
        );
    }
}
