using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>Takes a log as far as it was committed, and says how far that is.</summary>
internal static class LogCut
{
    /// <summary>Takes the terms that count. What a term has beyond what was committed of it stays behind.</summary>
    /// <param name="backup">The new backup.</param>
    /// <param name="folder">Folder of the log.</param>
    /// <param name="committed">Its fence, read before; null to take it as far as it can be read.</param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>Its end; null for a log that was not begun.</returns>
    public static async Task<LogCommit?> TakeAsync(
        BackupFolder backup,
        string folder,
        LogCommit? committed,
        CancellationToken cancellationToken
    )
    {
        LogCommit[] terms;
        try
        {
            terms = await TermsAsync(backup.Source, folder, committed, cancellationToken);
        }
        catch (LogCorruptException)
        {
            // Verification says what is wrong with it; the rest of the folder is worth keeping.
            foreach (var file in backup.Source.Files(folder).Where(file => LogFormat.Term(file) is not null))
                await backup.TakeCopyAsync($"{folder}/{file}", cancellationToken);
            return committed;
        }
        foreach (var term in terms)
            await backup.TakeLogAsync($"{folder}/{LogFormat.FileName(term.Term)}", term, cancellationToken);
        return terms is [.., var end] ? end : null;
    }

    // A writer may have taken over since the fence was read: the terms after that one are left out. Where the fence says only that a
    // term was raised, its predecessor counts as far as it can be read.
    private static async Task<LogCommit[]> TermsAsync(
        IFileStore store,
        string folder,
        LogCommit? committed,
        CancellationToken cancellationToken
    )
    {
        var history = await LogHistory.LoadAsync(store, folder, committed, cancellationToken);
        IEnumerable<LogCommit> terms = history.Last is { } last ? history.Closed.Append(last) : [];
        if (committed is not { } fence)
            return [.. terms];
        return
        [
            .. terms
                .Where(term => term.Term <= fence.Term)
                .Select(term => term.Term == fence.Term && fence.Length > 0 ? fence : term),
        ];
    }
}
