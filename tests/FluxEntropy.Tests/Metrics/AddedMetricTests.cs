using FluxEntropy.Compaction;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.SampleMetrics;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Logs;
using FluxEntropy.Tests.Verification;
using FluxEntropy.Verification;

namespace FluxEntropy.Tests.Metrics;

/// <summary>A metric is added in one file, and a folder made before goes on with it.</summary>
public sealed class AddedMetricTests : IAsyncLifetime
{
    private const string Added = "entropy.min";
    private const string Old = "entropy.mean";
    private static readonly MetricCatalog Catalog = MetricCatalog.BuiltIn.With(typeof(EntropyMinimum).Assembly);
    private SampleFolder _folder = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ScoreStore Scores => new(_folder.Store, _folder.Corpus.Id, _folder.Profile.Hash);

    public async ValueTask InitializeAsync() => _folder = await SampleFolder.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Older_documents_say_that_they_are_not_scored_and_newer_ones_have_the_metric()
    {
        var before = (await CountAsync()).Sum(group => group.Live);
        var added = await IngestAsync();
        var groups = await CountAsync();
        Assert.Equal(before, groups.Sum(group => group.NotScored));
        Assert.Equal(before + added, groups.Sum(group => group.Live));
        Assert.All(groups, group => Assert.InRange(group.Ranked, 1, added));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_rescore_fills_the_metric_and_snapshots_taken_before_stay_what_they_were()
    {
        await IngestAsync();
        var (partial, partialEntries) = await SnapshotAsync();
        var segments = await BackfillAsync(0) + await BackfillAsync(1);
        Assert.True(segments > 2);
        Assert.Equal(0, await BackfillAsync(0));

        var (full, fullEntries) = await SnapshotAsync();
        Assert.All(await CountAsync(), group => Assert.Equal(0, group.NotScored));
        Assert.True(full.Covers(partial) && !partial.Covers(full));
        Assert.True(fullEntries.Length > partialEntries.Length);
        Assert.Equal(partialEntries, await RebuiltAsync(partial));
        Assert.Equal(fullEntries, await RebuiltAsync(full));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task Rows_that_failed_stay_failed_and_are_not_scored_again()
    {
        await BackfillAsync(0);
        var (own, backfill) = (
            await Scores.ReadAsync(0, 0, Cancel),
            await Scores.ReadBackfillAsync(Added, 0, 0, Cancel)
        );
        Assert.Equal(RowStatus.Failed, own.Status(6));
        Assert.Equal(own.Failure(6), backfill.Failure(6));
        Assert.Equal(own.Tokens, backfill.Tokens);
        Assert.DoesNotContain(6, new SegmentBackfill(Scores, own, Catalog).Rows);
    }

    [Fact]
    public async Task Tables_made_again_have_the_metric_with_what_was_backfilled_by_then()
    {
        await CompactAsync(0);
        Assert.DoesNotContain(Added, (await TableAsync()).Metrics);
        await BackfillAsync(0, segments: 1);
        await CompactAsync(0);
        var some = await TableAsync();
        await BackfillAsync(0);
        await CompactAsync(0);
        var all = await TableAsync();

        Assert.Equal([.. MetricCatalog.BuiltIn.Names, Added], all.Metrics);
        var column = MetricCatalog.BuiltIn.Names.Count;
        Assert.All(some.Metric(column).Skip(some.Segments.Count(segment => segment == 0)), value =>
            Assert.Equal(float.NaN, value)
        );
        Assert.Contains(some.Metric(column), value => !float.IsNaN(value));
        Assert.True(all.Metric(column).Count(float.IsNaN) < some.Metric(column).Count(float.IsNaN));
        Assert.Single(await Tables.ManifestsAsync(Cancel));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_backfill_that_is_counted_and_gone_is_reported()
    {
        await BackfillAsync(0);
        await SnapshotAsync();
        _folder.Store.Delete(Scores.PathOf(Added, 0, 0));
        var report = await VerifyAsync();
        Assert.Contains(report.Problems, problem => problem.Kind == "aggregate" && problem.What.Contains(Added));
    }

    [Fact]
    public async Task A_backfill_of_another_segment_is_reported_by_its_name()
    {
        await BackfillAsync(0, segments: 1);
        var bytes = await _folder.Store.ReadAsync(Scores.PathOf(Added, 0, 0), Cancel);
        await _folder.Store.PublishAsync(Scores.PathOf(Added, 0, 1), bytes, Cancel);
        var problem = Assert.Single((await VerifyAsync()).Problems);
        Assert.Equal(("scores", Scores.PathOf(Added, 0, 1)), (problem.Kind, problem.Where));
        Assert.Contains("rescore the corpus", problem.What);
    }

    private ScoreTables Tables => new(_folder.Store, _folder.Corpus.Id, _folder.Profile.Hash, 0);

    /// <summary>Adds documents to both shards, scored by a program that knows the metric.</summary>
    private async Task<int> IngestAsync()
    {
        var added = 0;
        for (var shard = 0; shard < 2; shard++)
        {
            var index = _folder.Store.FullPath(DataLayout.ShardIndex(_folder.Corpus.Id, shard));
            await using var open = await Shard.OpenAsync(
                _folder.Store,
                _folder.Corpus,
                shard,
                index,
                new MemoryFenceRecord().Open()
            );
            var segments = open.Segments(0, 100).Count;
            string[] ids =
            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(i => $"later {i}")
                    .Where(id => DocumentId.ShardOf(id, 2) == shard)
                    .Take(16),
            ];
            await open.AppendAsync([
                .. ids.Select(id => new IncomingDocument(id, $"text of {id}", new Dictionary<string, string>())),
            ]);
            foreach (var segment in open.Segments(segments, 100))
            {
                await _folder.ScoreAsync(
                    shard,
                    await open.ReadAsync(segment.FirstRow, segment.FirstRow + segment.Rows, int.MaxValue),
                    Catalog
                );
                added += segment.Rows;
            }
        }
        return added;
    }

    /// <summary>Rescores the segments of a shard that lack the metric, as a scorer does.</summary>
    private async Task<int> BackfillAsync(int shard, int segments = int.MaxValue)
    {
        var published = 0;
        for (var segment = 0; Scores.Has(shard, segment) && published < segments; segment++)
        {
            var backfill = new SegmentBackfill(Scores, await Scores.ReadAsync(shard, segment, Cancel), Catalog);
            var missing = backfill.Missing([Added]);
            DocumentScore[] rescored =
            [
                .. backfill.Rows.Select(row => new DocumentScore
                {
                    TokenIds = [],
                    Bytes = 0,
                    Metrics = [.. Catalog.Columns.Select(_ => segment + (row / 100f))],
                }),
            ];
            published += await backfill.PublishAsync(missing, rescored);
        }
        return published;
    }

    private Task<GroupAggregator> OpenAsync(int group) =>
        GroupAggregator.OpenAsync(
            _folder.Store,
            _folder.Corpus.Id,
            _folder.Profile.Hash,
            group,
            [group],
            Old,
            path => RunFile.Open(_folder.Store.FullPath(path)),
            DataLayout.NewId
        );

    /// <summary>What each aggregator counts once it has read and sealed everything.</summary>
    private async Task<(long Live, long Ranked, long NotScored)[]> CountAsync()
    {
        var counts = new List<(long, long, long)>();
        for (var group = 0; group < 2; group++)
        {
            using var aggregator = await OpenAsync(group);
            while (await aggregator.AdvanceAsync(100) > 0) { }
            await aggregator.SealAsync();
            var aggregate = aggregator.Aggregate;
            counts.Add(
                (
                    aggregate.Indexed - aggregate.Deleted,
                    aggregate.Find(Added)?.Histogram.Documents ?? 0,
                    aggregate.NotScored(Added)
                )
            );
        }
        return [.. counts];
    }

    /// <summary>A snapshot by the added metric, and what the aggregators have in it.</summary>
    private async Task<(Snapshot Snapshot, OrderingEntry[] Entries)> SnapshotAsync()
    {
        var (marks, entries) = (new List<SnapshotMark>(), new List<OrderingEntry>());
        for (var group = 0; group < 2; group++)
        {
            using var aggregator = await OpenAsync(group);
            while (await aggregator.AdvanceAsync(100) > 0) { }
            await aggregator.RequireOrderingAsync(Added);
            await aggregator.SealAsync();
            var backfills = aggregator.Aggregate.Backfills(Added).ToDictionary(mark => mark.Shard);
            marks.AddRange(
                aggregator.Aggregate.Marks.Select(mark =>
                    SnapshotMark.Of(mark, backfills.GetValueOrDefault(mark.Shard))
                )
            );
            entries.AddRange(RunMerge.Entries(aggregator.Runs(Added), aggregator.DeletedRuns(Added)));
        }
        return (new Snapshot(_folder.Corpus.Id, _folder.Profile.Hash, Added, marks), [.. entries.Order()]);
    }

    private async Task<IEnumerable<OrderingEntry>> RebuiltAsync(Snapshot snapshot)
    {
        var run = await SnapshotRebuild.FromScoresAsync(_folder.Store, snapshot);
        using var ordering = new SnapshotOrdering(snapshot, run); // checks that it is of exactly these files
        return [.. run.Entries()];
    }

    private async Task CompactAsync(int shard)
    {
        var tombstones = await ShardHistory.TombstonesAsync(
            _folder.Store,
            _folder.Corpus.Id,
            shard,
            cancellationToken: Cancel
        );
        var index = _folder.Store.FullPath(DataLayout.ShardIndex(_folder.Corpus.Id, shard));
        await using var open = await Shard.OpenAsync(
            _folder.Store,
            _folder.Corpus,
            shard,
            index,
            new MemoryFenceRecord().Open()
        );
        var segments = open.Segments(0, 100);
        var source = new ScoreTableSource(Scores, shard, async number =>
            [
                .. (
                    await open.ReadAsync(
                        segments[number].FirstRow,
                        segments[number].FirstRow + segments[number].Rows,
                        int.MaxValue
                    )
                ).Select(document => document.Row.Id),
            ]
        );
        await Tables.PublishAsync((await source.GatherAsync(0, int.MaxValue, int.MaxValue, tombstones)).Table);
    }

    private async Task<ScoreTable> TableAsync() =>
        await Tables.ReadAsync(Assert.Single(await Tables.ManifestsAsync(Cancel)), Cancel);

    private async Task<VerificationReport> VerifyAsync()
    {
        using var stopped = DataFolder.OpenStopped(_folder.Root);
        return await DataFolderVerifier.VerifyAsync(stopped, cancellationToken: Cancel);
    }

    private async Task RequireSoundAsync()
    {
        var report = await VerifyAsync();
        Assert.True(report.IsSound, string.Join('\n', report.Problems));
    }
}
