using FluxEntropy.Logs;
using FluxEntropy.Repairs;
using FluxEntropy.Storage;

namespace FluxEntropy.Server.Storage;

/// <summary>
/// A <c>state.db</c> that is missing or damaged beside logs is made anew from them, as far as they can be read: a log that was cut off
/// is not noticed then, which is said.
/// </summary>
internal static class FenceRepair
{
    public static RepairStep? Plan(LocalFileStore store)
    {
        var (logs, problems) = (new Dictionary<string, LogCommit>(), new List<(string Where, string What)>());
        SqliteFences.Read(store, isLive: false, logs, problems);
        return problems is [var (where, what), ..] && LogFolders.Begun(store).Any()
            ? new RepairStep(
                where,
                what,
                "made anew from the logs as far as they can be read; that one was cut off would not be noticed",
                cancelled => RewriteAsync(store, cancelled)
            )
            : null;
    }

    private static async Task RewriteAsync(LocalFileStore store, CancellationToken cancellationToken)
    {
        var logs = new Dictionary<string, LogCommit>();
        foreach (var folder in LogFolders.Begun(store))
        {
            if ((await LogHistory.LoadAsync(store, folder, committed: null, cancellationToken)).Last is { } last)
                logs.Add(folder, last);
        }
        var file = store.FullPath(DataLayout.StateDatabase);
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(file + suffix);
        SqliteFences.Write(file, logs);
    }
}
