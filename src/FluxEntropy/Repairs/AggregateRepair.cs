using FluxEntropy.Orderings;
using FluxEntropy.Storage;

namespace FluxEntropy.Repairs;

/// <summary>The record and the runs of an aggregator, which follow from score files and tombstones.</summary>
internal sealed class AggregateRepair(LocalFileStore store, string corpusId, string profileHash, int group)
{
    private readonly string _folder = DataLayout.Runs(corpusId, profileHash, group);

    public async Task PlanAsync(List<RepairStep> steps, CancellationToken cancellationToken)
    {
        foreach (var path in Records())
        {
            if (await DataFolderRepair.ProblemAsync(() => CheckAsync(path, cancellationToken)) is not { } problem)
                continue;
            steps.Add(new RepairStep(path, problem, "removed with its runs; the scores make them anew", _ => Remove()));
            return;
        }
    }

    private string[] Records() =>
        [
            .. store
                .Files(_folder)
                .Where(name => name.EndsWith(DataLayout.AggregateRecordExtension, StringComparison.Ordinal))
                .Select(name => $"{_folder}/{name}"),
        ];

    private async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        var record = AggregateRecordFile.Read(await store.ReadAsync(path, cancellationToken), path);
        foreach (var run in path == Records()[^1] ? record.Runs : [])
            RunFile.Open(store.FullPath(DataLayout.Run(corpusId, profileHash, group, run.Name))).Dispose();
    }

    // Records first: none may name a run that is gone.
    private Task Remove()
    {
        foreach (var path in Records())
            store.Delete(path);
        foreach (var run in store.Files(_folder))
            store.Delete($"{_folder}/{run}");
        return Task.CompletedTask;
    }
}
