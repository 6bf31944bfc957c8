using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares what an aggregator recorded with what its score files and backfills add up to: marks, counts, every metric, and
/// every entry of every sealed run.
/// </summary>
internal sealed class AggregateVerifier(
    LocalFileStore store,
    CorpusSettings corpus,
    string profileHash,
    int group,
    Findings findings
)
{
    private readonly string _folder = DataLayout.Runs(corpus.Id, profileHash, group);
    private readonly ScoreStore _scores = new(store, corpus.Id, profileHash);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string[] records =
        [
            .. store
                .Files(_folder)
                .Where(name => name.EndsWith(DataLayout.AggregateRecordExtension, StringComparison.Ordinal))
                .Select(name => $"{_folder}/{name}"),
        ];
        if (records is not [.. var older, var path])
            return; // nothing was sealed yet
        foreach (var old in older) // no longer in force, but the next number would be taken for theirs
            await findings.GuardAsync("aggregate", old, async () =>
                AggregateRecordFile.Read(await store.ReadAsync(old, cancellationToken), old)
            );
        await findings.GuardAsync("aggregate", path, async () =>
        {
            var record = AggregateRecordFile.Read(await store.ReadAsync(path, cancellationToken), path);
            var shards = Enumerable.Range(0, corpus.Shards).Where(shard => shard % corpus.Groups == group);
            if (record.ProfileHash != profileHash || !record.Marks.Select(mark => mark.Shard).SequenceEqual(shards))
                findings.Problem(
                    "aggregate",
                    path,
                    $"it is of profile {record.ProfileHash} and shards {string.Join(", ", record.Marks.Select(mark => mark.Shard))}"
                );
            else if (await RecountAsync(record, path, cancellationToken) is { } recounted)
                await CompareAsync(record, recounted, path);
        });
    }

    /// <summary>What the score files and backfills below the record's marks add up to, or null where one is missing.</summary>
    private async Task<ShardGroupAggregate?> RecountAsync(
        AggregateRecord record,
        string recordPath,
        CancellationToken cancellationToken
    )
    {
        var aggregate = new ShardGroupAggregate(profileHash, record.Marks.Select(mark => mark.Shard), record.Orderings);
        foreach (var mark in record.Marks)
        {
            if (MissingSegment(mark) is { } missing)
            {
                findings.Problem(
                    "aggregate",
                    recordPath,
                    $"it counts segment {missing} of shard {mark.Shard}, whose score file "
                        + $"'{_scores.PathOf(mark.Shard, missing)}' is missing"
                );
                return null;
            }

            (string Metric, int Below)[] backfills =
            [
                .. record.Metrics.SelectMany(metric =>
                    metric
                        .Backfills.Where(backfill => backfill.Shard == mark.Shard)
                        .Select(backfill => (metric.Name, backfill.NextSegment))
                ),
            ];
            await ShardHistory.ReadAsync(
                _scores,
                mark,
                backfills,
                segment =>
                {
                    aggregate.Accept(segment.Scores);
                    foreach (var backfill in segment.Backfills)
                        aggregate.Backfill(backfill, []);
                    aggregate.Delete(segment.All, segment.Deleted);
                },
                cancellationToken
            );
            aggregate.Advance(mark.Shard, 0, mark.NextTombstone);
        }

        return aggregate;
    }

    private int? MissingSegment(ShardMark mark) =>
        Enumerable
            .Range(0, mark.NextSegment)
            .Select(segment => (int?)segment)
            .FirstOrDefault(segment => !_scores.Has(mark.Shard, segment!.Value));

    private async Task CompareAsync(AggregateRecord record, ShardGroupAggregate recounted, string path)
    {
        if (!record.Marks.SequenceEqual(recounted.Marks))
            findings.Problem("aggregate", path, "it was made of other score files than are there");
        if (
            (record.Indexed, record.Deleted, record.HeldOut)
            != (recounted.Indexed, recounted.Deleted, recounted.HeldOut)
        )
            findings.Problem(
                "aggregate",
                path,
                $"it counts {record.Indexed} documents, {record.Deleted} deleted and {record.HeldOut} held out, and the files "
                    + $"hold {recounted.Indexed}, {recounted.Deleted} and {recounted.HeldOut}"
            );
        new MetricComparison(path, findings).Compare(record, recounted);
        foreach (var metric in record.Orderings)
            await findings.GuardAsync("run", _folder, () => Task.Run(() => CompareOrdering(metric, record, recounted)));
    }

    private void CompareOrdering(string metric, AggregateRecord record, ShardGroupAggregate recounted)
    {
        var runs = new List<RunFile>();
        try
        {
            var (live, deleted) = (Open(ofDeleted: false), Open(ofDeleted: true));
            findings.Counts.RunEntries += live.Sum(run => run.Count) - deleted.Sum(run => run.Count);
            OrderingComparison.Compare(
                RunMerge.Entries(live, deleted),
                RunMerge.Entries([recounted.Tail(metric)], [recounted.DeletedTail(metric)]),
                $"{_folder}, ordering by {metric}",
                findings
            );
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }

        RunFile[] Open(bool ofDeleted)
        {
            var first = runs.Count;
            foreach (var reference in record.Runs.Where(run => run.Metric == metric && run.IsOfDeleted == ofDeleted))
                runs.Add(OpenRun(reference));
            return [.. runs[first..]];
        }
    }

    private RunFile OpenRun(RunReference reference)
    {
        var path = DataLayout.Run(corpus.Id, profileHash, group, reference.Name);
        var run = RunFile.Open(store.FullPath(path));
        if (
            run.Info.ProfileHash != profileHash
            || run.Info.Metric != reference.Metric
            || run.Count != reference.Entries
        )
            findings.Problem(
                "run",
                path,
                $"it holds {run.Count} entries by {run.Info.Metric} under profile {run.Info.ProfileHash}, and the "
                    + $"record names {reference.Entries} by {reference.Metric}"
            );
        return run;
    }
}
