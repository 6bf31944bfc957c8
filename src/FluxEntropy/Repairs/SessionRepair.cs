using FluxEntropy.Orderings;
using FluxEntropy.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Repairs;

/// <summary>
/// The snapshots of a session, which follow from scores; its checkpoints, which training from the one before makes again to the bit;
/// and what it is validated on.
/// </summary>
internal sealed class SessionRepair(LocalFileStore store, string id)
{
    public async Task PlanAsync(List<RepairStep> steps, CancellationToken cancellationToken)
    {
        foreach (var file in store.Files(DataLayout.Snapshots(id)))
        {
            var path = $"{DataLayout.Snapshots(id)}/{file}";
            await PlanAsync(steps, path, "removed; the scores make it anew", () =>
            {
                RunFile.Open(store.FullPath(path)).Dispose();
                return Task.CompletedTask;
            });
        }
        foreach (var file in store.Files(DataLayout.Checkpoints(id)))
        {
            var path = $"{DataLayout.Checkpoints(id)}/{file}";
            await PlanAsync(steps, path, "removed; training goes on from the checkpoint before", () =>
                CheckAsync(path, cancellationToken)
            );
        }
        var rows = DataLayout.ValidationRows(id);
        if (store.Exists(rows))
            await PlanAsync(steps, rows, "removed; documents to validate on are chosen again", async () =>
                CheckedJson.Decode<object>(await store.ReadAsync(rows, cancellationToken), rows)
            );
    }

    private async Task PlanAsync(List<RepairStep> steps, string path, string remedy, Func<Task> check)
    {
        if (await DataFolderRepair.ProblemAsync(check) is not { } problem)
            return;
        steps.Add(new RepairStep(path, problem, remedy, _ =>
            {
                store.Delete(path);
                return Task.CompletedTask;
            }));
    }

    private async Task CheckAsync(string manifest, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        await new CheckpointVerifier(store, id, planned: null, findings).CheckAsync(manifest, cancellationToken);
        if (findings.Report().Problems is [var problem, ..])
            throw new InvalidDataException($"{problem.Where}: {problem.What}");
    }
}
