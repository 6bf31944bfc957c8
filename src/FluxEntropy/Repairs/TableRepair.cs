using FluxEntropy.Compaction;
using FluxEntropy.Storage;

namespace FluxEntropy.Repairs;

/// <summary>The tables of a shard under a profile, which follow from score files.</summary>
internal sealed class TableRepair(LocalFileStore store, string corpusId, string profileHash, int shard)
{
    private readonly string _folder = DataLayout.Tables(corpusId, profileHash, shard);

    public async Task PlanAsync(List<RepairStep> steps, CancellationToken cancellationToken)
    {
        if (await DataFolderRepair.ProblemAsync(() => CheckAsync(cancellationToken)) is { } problem)
            steps.Add(
                new RepairStep(_folder, problem, "removed; compacting the corpus makes them anew", _ => Remove())
            );
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var tables = new ScoreTables(store, corpusId, profileHash, shard);
        foreach (var manifest in await tables.ManifestsAsync(cancellationToken))
            await tables.ReadAsync(manifest, cancellationToken);
    }

    // Manifests first: a table without one is never read.
    private Task Remove()
    {
        foreach (var file in store.Files(_folder).OrderByDescending(file => Path.GetExtension(file) == ".json"))
            store.Delete($"{_folder}/{file}");
        return Task.CompletedTask;
    }
}
