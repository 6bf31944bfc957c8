using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Repairs;

/// <summary>The index and the tombstone files of a shard, which follow from its log, if that is whole.</summary>
internal sealed class ShardRepair(LocalFileStore store, CorpusSettings corpus, int shard)
{
    public async Task PlanAsync(List<RepairStep> steps, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        var content = await new ShardVerifier(store, corpus, shard, findings).RunAsync(null, cancellationToken);
        if (content.Log is null || findings.Report().Problems.Any(problem => problem.Kind is "log" or "rows"))
            return;
        await new IndexVerifier(store, corpus, shard, content, findings).RunAsync(cancellationToken);
        var problems = findings.Report().Problems;
        if (problems.FirstOrDefault(problem => problem.Kind == "index") is { } index)
            steps.Add(
                new RepairStep(index.Where, index.What, "removed; the log makes it anew when the shard is opened", _ =>
                {
                    foreach (var file in Directory.GetFiles(store.FullPath(Index)))
                        File.Delete(file);
                    return Task.CompletedTask;
                })
            );
        if (problems.FirstOrDefault(problem => problem.Kind == "tombstones") is { } tombstones)
            steps.Add(
                new RepairStep(tombstones.Where, tombstones.What, "made anew from the log", cancelled =>
                    RewriteAsync(content.Tombstones, cancelled)
                )
            );
    }

    private string Index => DataLayout.ShardIndex(corpus.Id, shard);

    // Deleted from the last on, so that a crash leaves no gap: the shard adds what is missing at the end when it is opened.
    private async Task RewriteAsync(List<Tombstone> tombstones, CancellationToken cancellationToken)
    {
        var folder = DataLayout.Tombstones(corpus.Id, shard);
        foreach (var file in store.Files(folder).Reverse())
            store.Delete($"{folder}/{file}");
        foreach (var part in tombstones.Chunk(TombstoneFiles.MaxPerFile))
        {
            var file = new TombstoneFile(corpus.Id, shard, part[0].Number, part);
            var path = DataLayout.TombstoneFile(corpus.Id, shard, part[0].Number);
            await store.PublishAsync(path, file.Encode(), cancellationToken);
        }
    }
}
