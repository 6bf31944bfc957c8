using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>Merges the sealed runs of an aggregate's orderings in tiers, and moves its record on with each merge.</summary>
internal sealed class AggregateMerge(
    AggregateFiles published,
    ShardGroupAggregate aggregate,
    Func<string> newName,
    int fanIn
)
{
    private const int DeletedShare = 5; // once a fifth of an ordering was deleted, its runs are written again without

    /// <summary>Merges what is to be merged of an ordering.</summary>
    /// <exception cref="AggregatorReplacedException">Another activation moved the record on.</exception>
    public async Task MergeAsync(string metric)
    {
        var all = aggregate.Record.Runs.Where(run => run.Metric == metric).ToLookup(run => run.IsOfDeleted);
        RunReference[] runs = [.. all[false]];
        RunReference[] deleted = [.. all[true]];
        if (deleted.Sum(run => run.Entries) * DeletedShare > runs.Sum(run => run.Entries))
        {
            await ReplaceAsync(runs, deleted, ofDeleted: false); // for good
            return;
        }

        await ReplaceAsync(Full(runs), [], ofDeleted: false);
        await ReplaceAsync(Full(deleted), [], ofDeleted: true);
    }

    /// <exception cref="AggregatorReplacedException">Another activation moved the record on.</exception>
    public async Task PublishRecordAsync()
    {
        if (!await published.TryPublishAsync(aggregate.Record))
            throw new AggregatorReplacedException(
                $"{published.PathOf("")}: another activation of this aggregator moved its record on."
            );
    }

    private RunReference[] Full(RunReference[] runs) =>
        [.. RunTiers.ToMerge([.. runs.Select(run => run.Entries)], fanIn).Select(index => runs[index])];

    private async Task ReplaceAsync(RunReference[] runs, RunReference[] deleted, bool ofDeleted)
    {
        if (runs.Length == 0)
            return;
        var reference = new RunReference(
            newName(),
            runs[0].Metric,
            runs.Sum(run => run.Entries) - deleted.Sum(run => run.Entries),
            ofDeleted
        );
        await published.PublishAsync(reference.Name, [.. runs.Select(Open)], [.. deleted.Select(Open)]);
        FaultPoints.Reached("aggregator.before-merged-record");
        string[] replaced = [.. runs.Concat(deleted).Select(run => run.Name)];
        aggregate.ReplaceRuns(replaced, reference);
        await PublishRecordAsync();
        FaultPoints.Reached("aggregator.after-merged-record");
        foreach (var name in replaced)
            published.Delete(name);

        ISortedRun Open(RunReference run) => published.Open(run.Name);
    }
}
