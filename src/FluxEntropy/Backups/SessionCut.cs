using FluxEntropy.Logs;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Backups;

/// <summary>
/// Takes a session: its checkpoints first, whose steps are in the log by the time that they are named; then the log, as far as it was
/// committed afterwards; then the snapshots, which are published before the log adopts them.
/// </summary>
internal sealed class SessionCut(BackupFolder backup, string sessionId)
{
    /// <summary>What comes before the log's fence is read.</summary>
    public async Task TakeCheckpointsAsync(CancellationToken cancellationToken)
    {
        foreach (var file in backup.Source.Files(DataLayout.Checkpoints(sessionId)))
            await TakeCheckpointAsync($"{DataLayout.Checkpoints(sessionId)}/{file}", cancellationToken);
        string[] single =
        [
            DataLayout.TrainingPlan(sessionId),
            DataLayout.ValidationRows(sessionId),
            DataLayout.SessionSettings(sessionId),
        ];
        foreach (var file in single.Where(backup.Source.Exists))
            await backup.TakeAsync(file, cancellationToken);
    }

    /// <summary>What comes after.</summary>
    /// <returns>The end of its log; null where there is none.</returns>
    public async Task<LogCommit?> TakeLogAsync(LogCommit? committed, CancellationToken cancellationToken)
    {
        var end = await LogCut.TakeAsync(backup, DataLayout.SessionLog(sessionId), committed, cancellationToken);
        var folder = $"{DataLayout.Session(sessionId)}/snapshots";
        foreach (var file in backup.Source.Files(folder))
        {
            try
            {
                await backup.TakeAsync($"{folder}/{file}", cancellationToken);
            }
            catch (FileNotFoundException)
            {
                // It can be made again from the scores.
            }
        }
        return end;
    }

    // One that is removed meanwhile is left out, with the files that were taken of it.
    private async Task TakeCheckpointAsync(string manifest, CancellationToken cancellationToken)
    {
        var folder = "";
        try
        {
            await backup.TakeAsync(manifest, cancellationToken);
            folder = CheckedJson
                .Decode<Checkpoint>(await backup.Target.ReadAsync(manifest, cancellationToken), manifest)
                .Folder;
            var files = backup.Source.Files(folder);
            foreach (var file in files)
                await backup.TakeAsync($"{folder}/{file}", cancellationToken);
            if (!backup.Source.Exists(manifest))
                throw new FileNotFoundException($"{manifest} is gone.", manifest);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            backup.Drop(manifest);
            if (folder.Length > 0)
                backup.Drop(folder);
        }
        catch (Exception damage) when (damage is InvalidDataException or ArgumentException)
        {
            // Its manifest is damaged, which verification says.
        }
    }
}
