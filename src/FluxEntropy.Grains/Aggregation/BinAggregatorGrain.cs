using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Ingest;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Aggregation;

/// <inheritdoc cref="IBinAggregatorGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class BinAggregatorGrain(Catalog catalog, LocalFileStore files) : Grain, IBinAggregatorGrain
{
    private const string DefaultOrdering = "entropy.mean";
    private const long SealDocuments = 1 << 16;
    private const int SegmentsATurn = 16; // then others may ask

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private CorpusSettings _corpus = null!;
    private string _profileHash = null!;
    private int _group;
    private AggregateFiles _published = null!;
    private ShardGroupAggregate _aggregate = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString().Split('/');
        _corpus = await catalog.CorpusAsync(key[0]);
        (_profileHash, _group) = (key[1], int.Parse(key[2]));
        _published = new AggregateFiles(files, _corpus.Id, _profileHash, _group);
        var shards = Enumerable.Range(0, _corpus.Shards).Where(shard => shard % _corpus.Groups == _group);
        _aggregate = await _published.NewestRecordAsync() is { } record
            ? new ShardGroupAggregate(record)
            : new ShardGroupAggregate(_profileHash, shards, [DefaultOrdering]);
        this.RegisterGrainTimer(Advance, new GrainTimerCreationOptions(TimeSpan.Zero, Poll) { KeepAlive = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _published?.Dispose();
        return Task.CompletedTask;
    }

    public async Task Advance()
    {
        var read = 0;
        foreach (var shard in _aggregate.Marks.Select(mark => mark.Shard).ToArray())
        {
            for (; read < SegmentsATurn && Path(shard) is var path && files.Exists(path); read++)
            {
                var scores = ScoreFile.Read(await files.ReadAsync(path), path);
                _aggregate.Accept(SegmentScores.Of(scores));
                FluxInstruments.DocumentsIndexed.Add(scores.Header.Rows);
            }
        }
        if (_aggregate.Unsealed >= SealDocuments)
            await SealAsync();
        if (read == SegmentsATurn)
            await this.AsReference<IBinAggregatorGrain>().Advance(); // one-way: queued behind whoever waits
    }

    public Task<AggregateStatus> Status() => Task.FromResult(new AggregateStatus(
        _aggregate.Indexed,
        _aggregate.Histogram(DefaultOrdering).Documents,
        _aggregate.HeldOut,
        _aggregate.Histogram(DefaultOrdering).Tokens,
        _aggregate.Marks.Sum(mark => mark.NextSegment)));

    public Task<byte[]> Histogram(string metric) => Task.FromResult(_aggregate.Histogram(metric).Encode());

    public async Task<long> CountBelow(string metric, float value)
    {
        await RequireOrderingAsync(metric);
        return Runs(metric).Sum(run => run.RankOf(value));
    }

    public async Task<OrderingPage> Read(string metric, OrderingPosition from, bool descending, int max)
    {
        await RequireOrderingAsync(metric);
        var start = new OrderingEntry(from.Value, from.Shard, from.Row, 0);
        var entries = Runs(metric).SelectMany(run => descending ? Below(run, start, max) : Above(run, start, max)).Order();
        return Page([.. (descending ? entries.Reverse() : entries).Take(max)]);
    }

    public async Task<SnapshotPart> Seal(string metric)
    {
        await RequireOrderingAsync(metric);
        await SealAsync();
        var runs = _aggregate.Record.Runs.Where(run => run.Metric == metric).ToArray();
        return new SnapshotPart(
            [.. runs.Select(run => _published.PathOf(run.Name))],
            [.. _aggregate.Marks.Select(mark => mark.Shard)],
            [.. _aggregate.Marks.Select(mark => mark.NextSegment)],
            [.. _aggregate.Marks.Select(mark => mark.Checksum)],
            runs.Sum(run => run.Entries));
    }

    private string Path(int shard) => DataLayout.ScoreFile(_corpus.Id, _profileHash, shard, _aggregate.NextSegment(shard));

    private IEnumerable<ISortedRun> Runs(string metric) => _aggregate.Record.Runs.Where(run => run.Metric == metric)
        .Select(run => (ISortedRun)_published.Open(run.Name)).Append(_aggregate.Tail(metric));

    private static IEnumerable<OrderingEntry> Above(ISortedRun run, OrderingEntry start, int max)
    {
        for (var rank = run.RankOf(start); rank < run.Count && max-- > 0; rank++)
            yield return run.EntryAt(rank);
    }

    private static IEnumerable<OrderingEntry> Below(ISortedRun run, OrderingEntry start, int max)
    {
        for (var rank = run.RankOf(start with { Row = start.Row + 1 }) - 1; rank >= 0 && max-- > 0; rank--)
            yield return run.EntryAt(rank);
    }

    private static OrderingPage Page(OrderingEntry[] entries) => new(
        [.. entries.Select(entry => entry.Value)],
        [.. entries.Select(entry => entry.Shard)],
        [.. entries.Select(entry => entry.Row)],
        [.. entries.Select(entry => entry.Tokens)]);

    private async Task SealAsync()
    {
        // A score file that another process published may not be durable under its name yet.
        foreach (var mark in _aggregate.Marks.Where(mark => mark.NextSegment > 0))
            await files.SyncFolderAsync(DataLayout.Scores(_corpus.Id, _profileHash, mark.Shard));
        var runs = _aggregate.Seal(_ => DataLayout.NewId());
        if (runs.Count == 0)
            return;
        using var span = FluxInstruments.Source.StartActivity("seal runs");
        foreach (var run in runs)
            await _published.PublishAsync(run.Reference.Name, [run.Run]);
        FaultPoints.Reached("aggregator.before-record");
        await PublishRecordAsync();
        FluxInstruments.RunsSealed.Add(runs.Count);
        foreach (var metric in _aggregate.Record.Orderings)
            await MergeAsync(metric);
    }

    private async Task MergeAsync(string metric)
    {
        var runs = _aggregate.Record.Runs.Where(run => run.Metric == metric).ToArray();
        var merged = RunTiers.ToMerge([.. runs.Select(run => run.Entries)]).Select(index => runs[index]).ToArray();
        if (merged.Length == 0)
            return;
        var reference = new RunReference(DataLayout.NewId(), metric, merged.Sum(run => run.Entries));
        await _published.PublishAsync(reference.Name, [.. merged.Select(run => _published.Open(run.Name))]);
        FaultPoints.Reached("aggregator.before-merged-record");
        var replaced = merged.Select(run => run.Name).ToArray();
        _aggregate.ReplaceRuns(replaced, reference);
        await PublishRecordAsync();
        foreach (var name in replaced)
            _published.Delete(name);
    }

    private async Task PublishRecordAsync()
    {
        if (await _published.TryPublishAsync(_aggregate.Record))
            return;
        DeactivateOnIdle(); // another activation moved on: this one starts again from that record
        throw new InvalidOperationException($"Aggregator {this.GetPrimaryKeyString()} was taken over by another activation.");
    }

    // An ordering that was not in use is built from the score files, without touching a device.
    private async Task RequireOrderingAsync(string metric)
    {
        if (_aggregate.HasOrdering(metric))
            return;
        var history = new RunBuilder(_profileHash, metric, _aggregate.Marks.Select(mark => ShardMark.Start(mark.Shard)));
        foreach (var mark in _aggregate.Marks)
        {
            for (var segment = 0; segment < mark.NextSegment; segment++)
            {
                var path = DataLayout.ScoreFile(_corpus.Id, _profileHash, mark.Shard, segment);
                history.Accept(SegmentScores.Of(ScoreFile.Read(await files.ReadAsync(path), path)));
            }
        }
        _aggregate.StartOrdering(history);
    }
}
