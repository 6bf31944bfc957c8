using FluxEntropy.Logs;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Repairs;

/// <summary>
/// Names that are damaged or missing, and that the settings of what they named still say. One that several could have had is left
/// alone.
/// </summary>
internal sealed class NameRepair(LocalFileStore store)
{
    public async Task PlanAsync(List<RepairStep> steps, CancellationToken cancellationToken)
    {
        await PlanAsync<CorpusSettings>(
            steps,
            DataLayout.Corpora,
            DataLayout.CorpusSettings,
            settings => DataLayout.CorpusName(settings.Name),
            id => store.Folders(DataLayout.Shards(id)).Any(shard => HasLog($"{DataLayout.Shards(id)}/{shard}/log")),
            cancellationToken
        );
        await PlanAsync<SessionSettings>(
            steps,
            DataLayout.Sessions,
            DataLayout.SessionSettings,
            settings => DataLayout.SessionName(settings.Name),
            id => HasLog(DataLayout.SessionLog(id)),
            cancellationToken
        );
    }

    private bool HasLog(string folder) => LogHistory.NewestTerm(store, folder) > 0;

    private async Task PlanAsync<T>(
        List<RepairStep> steps,
        string folder,
        Func<string, string> settingsOf,
        Func<T, string> nameOf,
        Func<string, bool> wasUsed,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var owners = new List<(string Name, string Id)>();
        foreach (var id in store.Folders(folder).Where(id => !store.Exists(DataLayout.Deleted($"{folder}/{id}"))))
        {
            if (
                wasUsed(id)
                && await DataFolderRepair.ReadAsync<T>(store, settingsOf(id), cancellationToken) is { } settings
            )
                owners.Add((nameOf(settings), id));
        }
        foreach (var name in owners.GroupBy(owner => owner.Name, owner => owner.Id))
        {
            if (
                name.ToArray() is not [var id]
                || await DataFolderRepair.ReadAsync<Named>(store, name.Key, cancellationToken) is not null
            )
                continue;
            steps.Add(
                new RepairStep(
                    name.Key,
                    store.Exists(name.Key) ? "it is damaged" : "it is missing",
                    $"made anew from '{settingsOf(id)}'",
                    async cancelled =>
                    {
                        if (store.Exists(name.Key))
                            store.Delete(name.Key);
                        await store.PublishAsync(name.Key, CheckedJson.Encode(new Named(id)), cancelled);
                    }
                )
            );
        }
    }

    private sealed record Named(string Id);
}
