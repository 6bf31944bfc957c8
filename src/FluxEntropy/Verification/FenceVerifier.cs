using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares the store of fences with the logs that are there: each log has a fence, and each fence a log. What a log holds is
/// compared with its fence when the log is read.
/// </summary>
internal sealed class FenceVerifier(LocalFileStore store, CommittedLogs committed, Findings findings)
{
    public void Run()
    {
        var logs = LogFolders.Begun(store).ToHashSet();
        if (logs.Count + committed.ByFolder.Count == 0)
            return; // nothing was begun
        foreach (var (where, what) in committed.Problems)
            findings.Problem("fence", where, what);
        if (committed.Problems.Count == 0)
            foreach (var folder in logs.Where(folder => committed.Of(folder) is null))
                findings.Problem(
                    "fence",
                    folder,
                    "the store of fences does not say how much of this log was committed: restore the store as well, or check "
                        + "--without-fences"
                );
        foreach (var (folder, end) in committed.ByFolder.Where(fence => fence.Value.Length > 0))
        {
            if (!logs.Contains(folder) && !IsDeleted(folder) && !IsRead(folder))
                findings.Problem(
                    "log",
                    folder,
                    $"{end.Length} bytes of term {end.Term} were committed, and there is no such log: restore its folder from a copy"
                );
        }
    }

    // Folder of the corpus or session: the first two parts of the path.
    private static string Owner(string log) => string.Join('/', log.Split('/').Take(2));

    private bool IsDeleted(string log) => store.Exists(DataLayout.Deleted(Owner(log)));

    // A log of what has settings is read, and missed, where that is checked.
    private bool IsRead(string log) =>
        Owner(log) is var owner
        && (store.Exists($"{owner}/{DataLayout.CorpusFile}") || store.Exists($"{owner}/{DataLayout.SessionFile}"));
}
