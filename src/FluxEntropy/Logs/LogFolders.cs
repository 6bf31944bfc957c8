using FluxEntropy.Storage;

namespace FluxEntropy.Logs;

/// <summary>The logs of a data folder.</summary>
public static class LogFolders
{
    /// <summary>Folders of the logs that were begun, of what was not deleted.</summary>
    public static IEnumerable<string> Begun(LocalFileStore store) =>
        store
            .Folders(DataLayout.Corpora)
            .Where(corpus => !store.Exists(DataLayout.Deleted(DataLayout.Corpus(corpus))))
            .SelectMany(corpus =>
                store.Folders(DataLayout.Shards(corpus)).Select(shard => $"{DataLayout.Shards(corpus)}/{shard}/log")
            )
            .Concat(
                store
                    .Folders(DataLayout.Sessions)
                    .Where(session => !store.Exists(DataLayout.Deleted(DataLayout.Session(session))))
                    .Select(DataLayout.SessionLog)
            )
            .Where(folder => LogHistory.NewestTerm(store, folder) > 0);
}
