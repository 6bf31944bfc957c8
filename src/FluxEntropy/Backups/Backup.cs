using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>Writes a backup of a data folder that servers may be using.</summary>
public static class Backup
{
    /// <summary>Writes one into an empty folder; it is whole, and durable, once this returns.</summary>
    /// <param name="source">The data folder.</param>
    /// <param name="target">Absolute path of the empty folder.</param>
    /// <param name="previous">Absolute path of the backup before it, whose equal files are linked; null for none.</param>
    /// <param name="created">When it was begun.</param>
    /// <param name="readFences">Reads how much of each log was committed, as of some moment of the call.</param>
    /// <param name="writeFences">Writes the database that says so of the backup, under a path.</param>
    /// <param name="cancellationToken">Gives up; what was written is no backup then.</param>
    /// <exception cref="DataFolderException">How much of the logs was committed cannot be read.</exception>
    public static async Task<(BackupManifest Manifest, BackupTally Tally)> WriteAsync(
        DataFolder source,
        string target,
        string? previous,
        DateTimeOffset created,
        Func<CancellationToken, Task<CommittedLogs>> readFences,
        Action<string, IReadOnlyDictionary<string, LogCommit>> writeFences,
        CancellationToken cancellationToken
    )
    {
        var known = previous is null ? [] : (await BackupManifest.ReadAsync(previous, cancellationToken)).Files;
        var backup = new BackupFolder(
            source.Files,
            new LocalFileStore(target),
            previous is null ? null : new LocalFileStore(previous),
            known.ToDictionary(file => file.Path)
        );
        var ends = await new BackupCut(backup, readFences).TakeAsync(cancellationToken);
        writeFences(backup.Target.FullPath(DataLayout.StateDatabase), ends);
        await backup.AddAsync(DataLayout.StateDatabase, isCopy: true, cancellationToken);
        return (await backup.FinishAsync(created), backup.Tally);
    }
}
