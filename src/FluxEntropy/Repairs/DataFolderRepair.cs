using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Repairs;

/// <summary>
/// Finds files of a stopped data folder that are damaged and follow from others. What was acknowledged is never touched: logs, scores,
/// tokens and settings come from a backup.
/// </summary>
public static class DataFolderRepair
{
    /// <summary>What a repair would do, in the order in which it is to be done. Changes nothing.</summary>
    /// <param name="folder">The folder, which no server uses.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<IReadOnlyList<RepairStep>> PlanAsync(
        DataFolder folder,
        CancellationToken cancellationToken = default
    )
    {
        var (store, steps) = (folder.Files, new List<RepairStep>());
        await new NameRepair(store).PlanAsync(steps, cancellationToken);
        foreach (var id in store.Folders(DataLayout.Corpora).Where(id => IsThere(store, DataLayout.Corpus(id))))
        {
            if (
                await ReadAsync<CorpusSettings>(store, DataLayout.CorpusSettings(id), cancellationToken)
                is not { } corpus
            )
                continue;
            for (var shard = 0; shard < corpus.Shards; shard++)
                await new ShardRepair(store, corpus, shard).PlanAsync(steps, cancellationToken);
            foreach (var profile in store.Folders(DataLayout.Scores(id)).Union(store.Folders(DataLayout.Runs(id))))
            {
                for (var group = 0; group < corpus.Groups; group++)
                    await new AggregateRepair(store, id, profile, group).PlanAsync(steps, cancellationToken);
                for (var shard = 0; shard < corpus.Shards; shard++)
                    await new TableRepair(store, id, profile, shard).PlanAsync(steps, cancellationToken);
            }
        }
        foreach (var id in store.Folders(DataLayout.Sessions).Where(id => IsThere(store, DataLayout.Session(id))))
            await new SessionRepair(store, id).PlanAsync(steps, cancellationToken);
        return steps;
    }

    /// <summary>Reads settings; null for those that are missing or damaged, which nothing can replace.</summary>
    internal static Task<T?> ReadAsync<T>(LocalFileStore store, string path, CancellationToken cancellationToken)
        where T : class => NameVerifier.TryReadAsync<T>(store, path, cancellationToken);

    /// <summary>What is wrong with a file, or null: what reading it throws.</summary>
    internal static async Task<string?> ProblemAsync(Func<Task> read)
    {
        try
        {
            await read();
            return null;
        }
        catch (Exception damage) when (damage is not OperationCanceledException and not OutOfMemoryException)
        {
            return damage.Message.ReplaceLineEndings(" ");
        }
    }

    private static bool IsThere(LocalFileStore store, string folder) => !store.Exists(DataLayout.Deleted(folder));
}
