using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Orderings;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Aggregation;

/// <inheritdoc cref="IBinAggregatorGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class BinAggregatorGrain(Catalog catalog, LocalFileStore files, TimeProvider time)
    : Grain,
        IBinAggregatorGrain
{
    private const string DefaultOrdering = "entropy.mean";
    private const long SealDocuments = 1 << 16;
    private const int FilesATurn = 16; // then others may ask

    // Who publishes says so; the poll finds what was not heard of. It doubles while there is nothing.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CatchUpTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShardsTimeout = TimeSpan.FromSeconds(10);

    private GroupAggregator _aggregator = null!;
    private AggregatorKey _key;
    private IGrainTimer _polling = null!;
    private TimeSpan _poll = Poll;

    private ShardGroupAggregate Aggregate => _aggregator.Aggregate;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = AggregatorKey.Parse(this.GetPrimaryKeyString());
        var corpus = await catalog.CorpusAsync(_key.CorpusId) ?? throw new DeletedException($"corpus {_key.CorpusId}");
        _aggregator = await GroupAggregator.OpenAsync(
            files,
            corpus.Id,
            _key.ProfileHash,
            _key.Group,
            _key.ShardsOf(corpus),
            DefaultOrdering,
            path => RunFile.Open(files.FullPath(path)),
            DataLayout.NewId
        );
        await RefuseShardsBehindAsync(corpus);
        await CatchUpAsync();
        _polling = this.RegisterGrainTimer(
            AdvanceOfItself,
            new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan)
        );
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _aggregator?.Dispose();
        return Task.CompletedTask;
    }

    public Task Advance()
    {
        PollIn(Poll); // for what is published soon after, and for this again, should it fail
        return ReadAndSealAsync();
    }

    public Task<AggregateStatus> Status() =>
        Task.FromResult(
            new AggregateStatus(
                Aggregate.Indexed,
                Aggregate.Find(DefaultOrdering)?.Histogram.Documents ?? 0,
                Aggregate.HeldOut,
                Aggregate.Find(DefaultOrdering)?.Histogram.Tokens ?? 0,
                Aggregate.Marks.Sum(mark => mark.NextSegment),
                Aggregate.Deleted,
                [.. Aggregate.Metrics.Select(CoverageOf)]
            )
        );

    public Task<MetricDistribution> Distribution(string metric) =>
        Task.FromResult(
            new MetricDistribution(Aggregate.Find(metric)?.Histogram.Encode(), Aggregate.NotScored(metric))
        );

    public Task<ShardSegments[]> SegmentsWithout(string metric) =>
        Task.FromResult<ShardSegments[]>([
            .. Aggregate.Marks.Select(mark => new ShardSegments(
                mark.Shard,
                [.. Aggregate.SegmentsWithout(mark.Shard, metric)]
            )),
        ]);

    public async Task<long> CountBelow(string metric, float value)
    {
        await _aggregator.RequireOrderingAsync(metric);
        return _aggregator.Runs(metric).Sum(run => run.RankOf(value))
            - _aggregator.DeletedRuns(metric).Sum(run => run.RankOf(value));
    }

    public async Task<OrderingEntry[]> Read(string metric, OrderingEntry from, bool descending, int max)
    {
        await _aggregator.RequireOrderingAsync(metric);
        return
        [
            .. RunMerge
                .EntriesFrom(from, descending, _aggregator.Runs(metric), _aggregator.DeletedRuns(metric))
                .Take(max),
        ];
    }

    public async Task<SnapshotPart> Seal(string metric)
    {
        await _aggregator.RequireOrderingAsync(metric);
        await SealAsync();
        var backfills = Aggregate.Backfills(metric).ToDictionary(mark => mark.Shard);
        return new SnapshotPart(
            [.. _aggregator.SealedRuns(metric)],
            [.. _aggregator.SealedRuns(metric, ofDeleted: true)],
            [.. Aggregate.Marks.Select(mark => SnapshotMark.Of(mark, backfills.GetValueOrDefault(mark.Shard)))]
        );
    }

    private async Task AdvanceOfItself()
    {
        PollIn(_poll * 2 < MaxPoll ? _poll * 2 : MaxPoll);
        if (await ReadAndSealAsync() > 0)
            PollIn(Poll);
    }

    private void PollIn(TimeSpan pause)
    {
        _poll = pause;
        _polling.Change(pause, Timeout.InfiniteTimeSpan);
    }

    private async Task<int> ReadAndSealAsync()
    {
        var read = await ReadAsync();
        if (Aggregate.Unsealed >= SealDocuments)
            await SealAsync();
        if (read == FilesATurn)
            await this.AsReference<IBinAggregatorGrain>().Advance(); // one-way: queued behind whoever waits
        return read;
    }

    // Scores of segments that a shard's log does not have are neither ranked nor trained on. Anything else that
    // keeps a shard from answering is told to those who ask it.
    private async Task RefuseShardsBehindAsync(CorpusSettings corpus)
    {
        var shards = _key.ShardsOf(corpus)
            .Select(shard => GrainFactory.Shard(new ShardKey(corpus.Id, shard)).Counts())
            .ToArray();
        await Task.WhenAny(Task.WhenAll(shards), Task.Delay(ShardsTimeout, time));
        foreach (var failed in shards.Where(shard => shard.IsFaulted))
            if (failed.Exception!.InnerException is ShardBehindException behind)
                throw behind;
    }

    // What the activation before this one had read since its last seal is read again before anybody is answered: ranks do not go back.
    private async Task CatchUpAsync()
    {
        var begun = time.GetTimestamp();
        try
        {
            while (
                await ReadAsync() == FilesATurn
                && Aggregate.Unsealed < SealDocuments
                && time.GetElapsedTime(begun) < CatchUpTimeout
            ) { }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The timer meets it again and says so; what was read before it can be asked for.
        }
    }

    private async Task<int> ReadAsync()
    {
        var before = Aggregate.Indexed;
        var read = await _aggregator.AdvanceAsync(FilesATurn);
        FluxInstruments.DocumentsIndexed.Add(Aggregate.Indexed - before);
        return read;
    }

    private static MetricCoverage CoverageOf(AggregatedMetric metric) =>
        new(
            metric.Name,
            metric.Histogram.Documents,
            metric.Histogram.Tokens,
            metric.NotScored,
            metric.Backfills.Sum(mark => (long)mark.NextSegment)
        );

    private async Task SealAsync()
    {
        using var span = FluxInstruments.Source.StartActivity("seal runs");
        try
        {
            FluxInstruments.RunsSealed.Add(await _aggregator.SealAsync());
            foreach (var mark in Aggregate.Marks)
                GrainFactory
                    .Compaction(new CompactionKey(_key.CorpusId, _key.ProfileHash, mark.Shard))
                    .CompactFull()
                    .Ignore();
        }
        catch
        {
            DeactivateOnIdle(); // it is ahead of its files, or another activation moved on: a new one starts from the newest record
            throw;
        }
    }
}
