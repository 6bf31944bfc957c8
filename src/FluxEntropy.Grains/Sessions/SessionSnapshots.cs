using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Sessions;

/// <summary>
/// The snapshots that a session plans over. A newer one is adopted between steps, once the corpus grew by a tenth or
/// some seconds went by with new or deleted documents: each costs a merge of all runs, so a growing corpus must not cause one a step.
/// </summary>
internal sealed class SessionSnapshots(
    SessionSettings settings,
    CorpusSettings corpus,
    IGrainFactory grains,
    LocalFileStore files,
    TimeProvider time
) : ISnapshotSource, IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private DateTimeOffset _looked;
    private DateTimeOffset _adopted;

    /// <summary>The ordering planned over.</summary>
    public SnapshotOrdering? Current { get; private set; }

    /// <summary>A newer ordering to plan over, or null while there is none worth it.</summary>
    public async Task<SnapshotOrdering?> NewerAsync(Snapshot? adopted)
    {
        var now = time.GetUtcNow();
        if (now - _looked < Look)
            return null;
        _looked = now;
        var groups = await Task.WhenAll(Groups().Select(group => group.Status()));
        MetricCoverage[] metric =
        [
            .. groups.SelectMany(group => group.Metrics).Where(coverage => coverage.Metric == settings.Metric),
        ];
        var read = groups.Sum(group => group.Segments + group.Deleted) + metric.Sum(coverage => coverage.Backfills);
        var isNews = read != (Current?.Snapshot.Marks.Sum(Read) ?? 0);
        var isWorthIt =
            metric.Sum(coverage => coverage.Tokens) >= settings.StepTokens
            && (metric.Sum(coverage => coverage.Ranked) >= (Current?.Count ?? 0) * 1.1 || now - _adopted >= MaxAge);
        if (!isNews || !isWorthIt)
            return null;
        var ordering = await SealAsync();
        if (
            ordering.TotalTokens < settings.StepTokens
            || ordering.Snapshot.Equals(adopted)
            || (adopted is not null && !ordering.Snapshot.Covers(adopted))
        )
        {
            ordering.Dispose();
            return null;
        }
        _adopted = now;
        return ordering;
    }

    private static long Read(SnapshotMark mark) => (long)mark.NextSegment + mark.NextTombstone + mark.NextBackfill;

    /// <summary>Takes an ordering into use and lets go of the one before.</summary>
    public void Keep(SnapshotOrdering ordering)
    {
        Current?.Dispose();
        Current = ordering;
    }

    /// <summary>The ordering of a snapshot that was adopted before: its merged run, or the score files that it was made of.</summary>
    public async Task<SnapshotOrdering> ReopenAsync(Snapshot snapshot)
    {
        var path = DataLayout.SessionSnapshot(settings.Id, snapshot.Hash);
        if (!files.Exists(path))
            await PublishAsync(path, [await SnapshotRebuild.FromScoresAsync(files, snapshot)], []);
        Keep(SnapshotOrdering.Open(snapshot, files.FullPath(path)));
        return Current!;
    }

    public void Dispose() => Current?.Dispose();

    private async Task<SnapshotOrdering> SealAsync()
    {
        var parts = await Task.WhenAll(Groups().Select(group => group.Seal(settings.Metric)));
        var snapshot = new Snapshot(
            corpus.Id,
            settings.ProfileHash,
            settings.Metric,
            parts.SelectMany(part => part.Marks)
        );
        var path = DataLayout.SessionSnapshot(settings.Id, snapshot.Hash);
        if (!files.Exists(path))
        {
            var runs = new List<RunFile>();
            try
            {
                await PublishAsync(
                    path,
                    Open(parts.SelectMany(part => part.RunPaths)),
                    Open(parts.SelectMany(part => part.DeletedRunPaths))
                );
            }
            finally
            {
                runs.ForEach(run => run.Dispose());
            }

            ISortedRun[] Open(IEnumerable<string> paths) =>
                [
                    .. paths.Select(path =>
                    {
                        runs.Add(RunFile.Open(files.FullPath(path)));
                        return runs[^1];
                    }),
                ];
        }
        return SnapshotOrdering.Open(snapshot, files.FullPath(path));
    }

    private async Task PublishAsync(
        string path,
        IReadOnlyCollection<ISortedRun> runs,
        IReadOnlyCollection<ISortedRun> deleted
    )
    {
        using var stream = new MemoryStream();
        RunMerge.Write(stream, runs, deleted);
        await files.PublishAsync(path, stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    private IEnumerable<IBinAggregatorGrain> Groups() =>
        AggregatorKey.AllOf(corpus, settings.ProfileHash).Select(grains.Aggregator);
}
