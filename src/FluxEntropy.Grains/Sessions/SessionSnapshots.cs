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
/// It is merged on another thread, and steps go on over the one before where that takes long.
/// </summary>
internal sealed class SessionSnapshots(
    SessionSettings settings,
    CorpusSettings corpus,
    IGrainFactory grains,
    LocalFileStore files,
    SessionWork work,
    TimeProvider time
) : ISnapshotSource, IDisposable
{
    private const int SealAttempts = 5;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100); // of a step, with a merge

    private readonly SemaphoreSlim _peeking = new(1);
    private DateTimeOffset _looked;
    private DateTimeOffset _adopted;
    private SnapshotOrdering? _peeked; // before one is adopted
    private long _peekedRead;
    private Task<SnapshotOrdering>? _sealing; // what may be adopted next

    /// <summary>The ordering planned over.</summary>
    public SnapshotOrdering? Current { get; private set; }

    /// <summary>Tokens of the ranked documents when that was last looked at.</summary>
    public long RankedTokens { get; private set; }

    /// <summary>
    /// The ordering planned over; before there is one, that of now, which nothing is planned over yet. Null while it does not fill a
    /// step. The caller disposes it.
    /// </summary>
    public async Task<SnapshotOrdering?> PeekAsync(CancellationToken cancellationToken = default)
    {
        await _peeking.WaitAsync(cancellationToken); // what one has merged answers the others
        try
        {
            if (Current is null)
                await LookAheadAsync();
            if (Current is null)
                return _peeked?.TotalTokens >= settings.StepTokens ? _peeked.Share() : null;
            RankedTokens = Current.TotalTokens;
            return Current.Share();
        }
        finally
        {
            _peeking.Release();
        }
    }

    /// <summary>A newer ordering to plan over, or null while there is none worth it, or it is being merged still.</summary>
    public async Task<SnapshotOrdering?> NewerAsync(Snapshot? adopted)
    {
        if (_sealing is null && await IsWorthItAsync())
            _sealing = SealAsync();
        if (_sealing is not { } sealing)
            return null;
        if (Current is not null && await Task.WhenAny(sealing, Task.Delay(Patience, time)) != sealing)
            return null;
        _sealing = null;
        var ordering = await sealing;
        if (
            ordering.TotalTokens < settings.StepTokens
            || ordering.Snapshot.Equals(adopted)
            || (adopted is not null && !ordering.Snapshot.Covers(adopted))
        )
        {
            ordering.Dispose();
            return null;
        }
        _adopted = time.GetUtcNow();
        return ordering;
    }

    private static long Read(SnapshotMark mark) => (long)mark.NextSegment + mark.NextTombstone + mark.NextBackfill;

    /// <summary>Takes an ordering into use and lets go of the one before.</summary>
    public void Keep(SnapshotOrdering ordering)
    {
        Current?.Dispose();
        Current = ordering;
        Forget();
    }

    private void Forget()
    {
        _peeked?.Dispose();
        _peeked = null;
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

    public void Dispose()
    {
        Current?.Dispose();
        _peeked?.Dispose();
        _ = _sealing?.ContinueWith(
            sealing => sealing.Result.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default
        );
    }

    private async Task LookAheadAsync()
    {
        var (_, read) = await LookAsync();
        if (RankedTokens < settings.StepTokens || (_peeked is not null && read == _peekedRead))
            return;
        var ordering = await SealAsync();
        _peeked?.Dispose();
        (_peeked, _peekedRead) = (ordering, read);
        if (Current is not null)
            Forget(); // a step adopted one meanwhile
    }

    private async Task<bool> IsWorthItAsync()
    {
        var now = time.GetUtcNow();
        if (now - _looked < Look)
            return false;
        _looked = now;
        var (metric, read) = await LookAsync();
        var isNews = read != (Current?.Snapshot.Marks.Sum(Read) ?? 0);
        return isNews
            && RankedTokens >= settings.StepTokens
            && (metric.Sum(coverage => coverage.Ranked) >= (Current?.Count ?? 0) * 1.1 || now - _adopted >= MaxAge);
    }

    // What the aggregators have of the session's metric, and a count of all that they read.
    private async Task<(MetricCoverage[] Metric, long Read)> LookAsync()
    {
        var groups = await Task.WhenAll(Groups().Select(group => group.Status()));
        MetricCoverage[] metric =
        [
            .. groups.SelectMany(group => group.Metrics).Where(coverage => coverage.Metric == settings.Metric),
        ];
        RankedTokens = metric.Sum(coverage => coverage.Tokens);
        return (
            metric,
            groups.Sum(group => group.Segments + group.Deleted) + metric.Sum(coverage => coverage.Backfills)
        );
    }

    private async Task<SnapshotOrdering> SealAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var parts = await Task.WhenAll(Groups().Select(group => group.Seal(settings.Metric)));
            var snapshot = new Snapshot(
                corpus.Id,
                settings.ProfileHash,
                settings.Metric,
                parts.SelectMany(part => part.Marks)
            );
            try
            {
                return await work.MergeAsync(() => MergeAsync(snapshot, parts));
            }
            catch (FileNotFoundException) when (attempt < SealAttempts)
            {
                // A group made one run of several, while this waited for its turn: now it names that one.
            }
        }
    }

    private async Task<SnapshotOrdering> MergeAsync(Snapshot snapshot, SnapshotPart[] parts)
    {
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
