using FluxEntropy.Orderings;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Simulation;

/// <summary>The orderings of one session's activation, out of the aggregators' runs.</summary>
internal sealed class SimulatedSnapshots(Cluster cluster, Silo silo) : ISnapshotSource
{
    public async Task<SnapshotOrdering?> NewerAsync(Snapshot? adopted)
    {
        if (adopted is not null && cluster.Scheduler.Chance(0.6))
            return null;
        var (paths, deletedPaths, marks) = (new List<string>(), new List<string>(), new List<ShardMark>());
        for (var group = 0; group < Setting.Groups; group++)
        {
            var part = await cluster.CallAsync<AggregatorActivation, SealedGroup>(
                silo,
                Setting.Aggregator(group),
                grain => grain.SealAsync()
            );
            paths.AddRange(part.Runs);
            deletedPaths.AddRange(part.DeletedRuns);
            marks.AddRange(part.Marks);
        }

        var snapshot = Setting.Snapshot(marks);
        if (paths.Count == 0 || snapshot.Equals(adopted) || (adopted is not null && !snapshot.Covers(adopted)))
            return null;
        var runs = paths.ConvertAll(path => Setting.OpenRun(silo.Store, path));
        var deleted = deletedPaths.ConvertAll(path => Setting.OpenRun(silo.Store, path));
        var ordering = new SnapshotOrdering(
            snapshot,
            new MemoryRun(
                RunInfo.Merge([.. runs.Concat(deleted).Select(run => run.Info)]),
                RunMerge.Entries(runs, deleted)
            )
        );
        return ordering.TotalTokens >= Setting.Session.StepTokens ? ordering : null;
    }

    public void Keep(SnapshotOrdering ordering) { }

    public async Task<SnapshotOrdering> ReopenAsync(Snapshot snapshot)
    {
        var run = await SnapshotRebuild.FromScoresAsync(silo.Store, snapshot);
        return new SnapshotOrdering(
            snapshot,
            cluster.Fault == PlantedFault.RestartSkipsRow ? new MemoryRun(run.Info, run.Entries().Skip(1)) : run
        );
    }
}
