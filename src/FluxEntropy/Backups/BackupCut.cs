using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>
/// Takes everything that counts of a data folder while servers write to it, so that what was taken is a data folder that might have been.
/// <para>
/// Whatever refers to something was published or committed after it. So what refers is taken first: names of sessions, then of corpora;
/// of each session its checkpoints, then its log as far as a fence says that is read then; of each corpus what was made of its scores,
/// then the scores, then its shards' logs as far as fences say that are read last. Corpora and sessions count once they have a name, and
/// no more once they are marked as deleted: those that were meanwhile are taken back, corpora looked at first, since the sessions on one
/// are marked before it is.
/// </para>
/// </summary>
/// <param name="backup">The new backup.</param>
/// <param name="readFences">Reads how much of each log was committed, as of some moment of the call.</param>
internal sealed class BackupCut(BackupFolder backup, Func<CancellationToken, Task<CommittedLogs>> readFences)
{
    private readonly LocalFileStore _source = backup.Source;
    private readonly Dictionary<string, LogCommit> _ends = [];

    /// <summary>Takes it.</summary>
    /// <returns>The end of each log that was taken, by its folder.</returns>
    /// <exception cref="DataFolderException">How much of the logs was committed cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, LogCommit>> TakeAsync(CancellationToken cancellationToken)
    {
        var sessions = await NamedAsync(DataLayout.SessionNames, DataLayout.Session, cancellationToken);
        var corpora = await NamedAsync(DataLayout.CorpusNames, DataLayout.Corpus, cancellationToken);
        foreach (var (id, folder, _) in sessions)
            await UnlessDeletedAsync(folder, () => new SessionCut(backup, id).TakeCheckpointsAsync(cancellationToken));
        var ofSessions = await readFences(cancellationToken);
        foreach (var (id, folder, _) in sessions)
            await UnlessDeletedAsync(folder, async () =>
            {
                var fence = Fence(ofSessions, DataLayout.SessionLog(id));
                if (await new SessionCut(backup, id).TakeLogAsync(fence, cancellationToken) is { } end)
                    _ends[DataLayout.SessionLog(id)] = end;
            });
        foreach (var (id, folder, _) in corpora)
            await UnlessDeletedAsync(folder, () => new CorpusCut(backup, id).TakeFilesAsync(cancellationToken));
        FaultPoints.Reached("backup.before-logs");
        var ofShards = await readFences(cancellationToken);
        foreach (var (id, folder, _) in corpora)
            await UnlessDeletedAsync(folder, async () =>
            {
                var logs = await new CorpusCut(backup, id).TakeLogsAsync(
                    log => Fence(ofShards, log),
                    cancellationToken
                );
                foreach (var (log, end) in logs)
                    _ends[log] = end;
            });
        foreach (var file in _source.Files(DataLayout.Profiles))
            await backup.TakeAsync($"{DataLayout.Profiles}/{file}", cancellationToken);
        await backup.TakeAsync(DataLayout.Format, cancellationToken);
        foreach (var (_, folder, name) in corpora.Concat(sessions))
            TakeBackIfDeleted(folder, name);
        return _ends;
    }

    // The copy of a name is read, since the name may be taken by another by now.
    private async Task<List<(string Id, string Folder, string Name)>> NamedAsync(
        string names,
        Func<string, string> folderOf,
        CancellationToken cancellationToken
    )
    {
        var named = new List<(string Id, string Folder, string Name)>();
        foreach (var file in _source.Files(names))
        {
            var path = $"{names}/{file}";
            try
            {
                await backup.TakeAsync(path, cancellationToken);
                var id = CheckedJson.Decode<NamedId>(await backup.Target.ReadAsync(path, cancellationToken), path).Id;
                named.Add((id, folderOf(id), path));
            }
            catch (FileNotFoundException)
            {
                // It was deleted.
            }
            catch (InvalidDataException)
            {
                // It is damaged, which verification says.
            }
        }
        return named;
    }

    private static LogCommit? Fence(CommittedLogs committed, string log) =>
        committed.Problems is [var (where, what), ..]
            ? throw new DataFolderException($"{where}: {what}")
            : committed.Of(log);

    // What is being deleted loses its files one by one; it is taken back at the end.
    private async Task UnlessDeletedAsync(string folder, Func<Task> take)
    {
        try
        {
            if (!IsDeleted(folder))
                await take();
        }
        catch (IOException) when (IsDeleted(folder)) { }
    }

    private void TakeBackIfDeleted(string folder, string name)
    {
        if (!IsDeleted(folder))
            return;
        backup.Drop(folder);
        backup.Drop(name);
        foreach (var log in _ends.Keys.Where(log => log.StartsWith(folder + '/', StringComparison.Ordinal)).ToArray())
            _ends.Remove(log);
    }

    private bool IsDeleted(string folder) => _source.Exists(DataLayout.Deleted(folder));

    private sealed record NamedId(string Id);
}
