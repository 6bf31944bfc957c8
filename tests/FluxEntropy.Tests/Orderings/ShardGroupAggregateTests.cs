using CsCheck;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Orderings;

public sealed class ShardGroupAggregateTests
{
    private static readonly string[] Orderings = ["entropy.mean", "perplexity"];

    [Fact]
    public void Every_document_is_ranked_unranked_or_held_out_under_every_metric()
    {
        var aggregate = New();
        for (var segment = 0; segment < 5; segment++)
            aggregate.Accept(Documents.Segment(1, 0, segment));
        Assert.Equal(100, aggregate.Indexed);
        Assert.All(MetricCatalog.BuiltIn.Names, metric =>
            Assert.Equal(
                aggregate.Indexed,
                aggregate.Find(metric)!.Histogram.Documents + aggregate.Unranked(metric) + aggregate.HeldOut
            )
        );
        Assert.True(aggregate.HeldOut > 0 && aggregate.Unranked("perplexity") > 0);
        Assert.Equal(aggregate.Find("entropy.mean")!.Histogram.Documents, aggregate.Tail("entropy.mean").Count);
    }

    [Theory]
    [InlineData(2, "read the segments between")]
    [InlineData(0, "counted already")]
    public void A_gap_or_a_repeat_is_refused_and_changes_nothing(int segment, string reason)
    {
        var aggregate = New();
        aggregate.Accept(Documents.Segment(1, 0, 0));
        var before = Everything(aggregate);
        Assert.Contains(
            reason,
            Assert.Throws<InvalidOperationException>(() => aggregate.Accept(Documents.Segment(1, 0, segment))).Message
        );
        Assert.Equal(before, Everything(aggregate));
    }

    [Fact]
    public void A_shard_of_another_group_is_refused() =>
        Assert.Throws<ArgumentException>(() => New().Accept(Documents.Segment(1, 9, 0)));

    [Fact]
    public void The_order_in_which_shards_are_read_and_runs_are_sealed_and_merged_does_not_matter() =>
        Gen.Int[0, 2]
            .Array[0, 30]
            .Sample(choices =>
            {
                var (eager, lazy) = (New(), New());
                var runs = new Dictionary<string, MemoryRun>();
                foreach (var shard in choices)
                {
                    eager.Accept(Documents.Segment(1, shard, eager.NextSegment(shard)));
                    if (eager.Unsealed > 60)
                        SealAndMerge(eager, runs);
                }

                foreach (var shard in choices.Order())
                    lazy.Accept(Documents.Segment(1, shard, lazy.NextSegment(shard)));

                Assert.Equal(Everything(lazy).Skip(1), Everything(eager, runs).Skip(1));
            });

    [Fact]
    public void Whenever_rows_are_deleted_what_is_left_is_what_was_never_deleted() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 5], Gen.Int[0, 19])
            .Array[0, 40]
            .Sample(choices =>
            {
                var aggregate = New();
                var runs = new Dictionary<string, MemoryRun>();
                var deleted = new HashSet<(int Shard, int Row)>();
                foreach (var (shard, action, number) in choices)
                {
                    var read = aggregate.NextSegment(shard);
                    if (action < 3)
                        aggregate.Accept(Documents.Segment(1, shard, read));
                    else if (
                        read > 0
                        && Documents.Segment(1, shard, number % read) is var segment
                        && deleted.Add((shard, segment.FirstRow + number))
                    )
                    {
                        aggregate.Delete(segment, [segment.FirstRow + number]);
                        aggregate.Advance(shard, aggregate.NextTombstone(shard), aggregate.NextTombstone(shard) + 1);
                    }

                    if (action == 5)
                        SealAndMerge(aggregate, runs);
                }

                foreach (var metric in Orderings)
                    CheckOrdering(metric, aggregate, runs, deleted);
            });

    private static void CheckOrdering(
        string metric,
        ShardGroupAggregate aggregate,
        Dictionary<string, MemoryRun> runs,
        HashSet<(int Shard, int Row)> deleted
    )
    {
        var ranked =
            from mark in aggregate.Marks
            from segment in Enumerable.Range(0, mark.NextSegment)
            from entry in Documents.Segment(1, mark.Shard, segment).Ranked(metric)
            where !deleted.Contains((entry.Shard, entry.Row))
            orderby entry
            select entry;
        var expected = ranked.ToArray();
        ISortedRun[] live = [.. Sealed(ofDeleted: false), aggregate.Tail(metric)];
        ISortedRun[] gone = [.. Sealed(ofDeleted: true), aggregate.DeletedTail(metric)];
        var histogram = new MetricHistogram(metric, MetricCatalog.BuiltIn.ColumnOf(metric)!.Cells);
        foreach (var entry in expected)
            histogram.Add(entry.Value, entry.Tokens);

        Assert.Equal(expected, RunMerge.Entries(live, gone));
        if (expected.Length > 0)
            Assert.Equal(
                expected.Skip(expected.Length / 2).Take(5),
                RunMerge.EntriesFrom(expected[expected.Length / 2], false, live, gone).Take(5)
            );
        Assert.Equal(
            expected.Reverse().Take(7),
            RunMerge.EntriesFrom(new OrderingEntry(99, 0, 0, 0), true, live, gone).Take(7)
        );
        Assert.Equal(histogram, aggregate.Find(metric)?.Histogram ?? new MetricHistogram(metric, histogram.Mapping));
        Assert.Equal(
            aggregate.Indexed,
            expected.Length + aggregate.Unranked(metric) + aggregate.HeldOut + aggregate.Deleted
        );

        IEnumerable<MemoryRun> Sealed(bool ofDeleted) =>
            aggregate
                .Record.Runs.Where(run => run.Metric == metric && run.IsOfDeleted == ofDeleted)
                .Select(run => runs[run.Name]);
    }

    [Fact]
    public void An_aggregate_restored_from_its_record_and_the_later_score_files_is_the_same() =>
        Gen.Select(Gen.Int[0, 2].Array[0, 12], Gen.Int[0, 2].Array[0, 12])
            .Sample(
                (before, after) =>
                {
                    var aggregate = New();
                    var runs = new Dictionary<string, MemoryRun>();
                    foreach (var shard in before)
                        aggregate.Accept(Documents.Segment(1, shard, aggregate.NextSegment(shard)));
                    SealAndMerge(aggregate, runs);
                    var restored = new ShardGroupAggregate(AggregateRecord.Decode(aggregate.Record.Encode()));
                    foreach (var shard in after)
                    {
                        aggregate.Accept(Documents.Segment(1, shard, aggregate.NextSegment(shard)));
                        restored.Accept(Documents.Segment(1, shard, restored.NextSegment(shard)));
                    }

                    Assert.Equal(Everything(aggregate, runs), Everything(restored, runs));
                }
            );

    [Fact]
    public void An_ordering_can_start_late_from_the_score_files()
    {
        var (early, late) = (New(), New());
        var history = new RunBuilder(Documents.Profile, "margin.mean", late.Marks);
        for (var segment = 0; segment < 3; segment++)
        {
            late.Accept(Documents.Segment(1, 1, segment));
            history.Accept(Documents.Segment(1, 1, segment));
        }

        late.Seal(metric => metric);
        Assert.Throws<ArgumentException>(() =>
            late.StartOrdering(new RunBuilder(Documents.Profile, "top1.mean", early.Marks))
        );
        late.StartOrdering(history);
        Assert.DoesNotContain("margin.mean", late.Record.Orderings);
        Assert.Equal(history.Build().Entries(), late.Tail("margin.mean").Entries());
        Assert.Contains(late.Seal(metric => metric + "-2"), run =>
            run.Reference.Metric == "margin.mean" && run.Run.Count == history.Count
        );
        Assert.Contains("margin.mean", late.Record.Orderings);
    }

    [Fact]
    public void A_score_file_is_read_as_the_segment_that_it_scores()
    {
        DocumentScore Score(int tokens, Func<int, float> metric) =>
            new()
            {
                TokenIds = new int[tokens],
                Bytes = 9,
                Metrics = [.. MetricCatalog.BuiltIn.Names.Select((_, i) => metric(i))],
            };
        var header = new ScoreFileHeader(
            Documents.Corpus,
            Documents.Profile,
            2,
            0,
            0,
            3,
            MetricCatalog.BuiltIn.Columns,
            "nonce"
        );
        var bytes = ScoreFile.Encode(
            header,
            [Score(7, i => i), Score(1, _ => float.NaN), Score(8, i => i)],
            [false, false, true]
        );
        var file = ScoreFile.Read(bytes, "file");
        var aggregate = New();
        aggregate.Accept(SegmentScores.Of(file));
        Assert.Equal((3, 1, 1), (aggregate.Indexed, aggregate.HeldOut, aggregate.Unranked("perplexity")));
        Assert.Equal(
            [new OrderingEntry(MetricCatalog.BuiltIn.IndexOf("perplexity"), 2, 0, 7)],
            aggregate.Tail("perplexity").Entries()
        );
        Assert.Equal(ShardMark.Start(2).Advance(file.Checksum), aggregate.Marks[2]);
    }

    [Fact]
    public void Sealing_twice_gives_nothing_the_second_time()
    {
        var aggregate = New();
        aggregate.Accept(Documents.Segment(1, 0, 0));
        Assert.Equal(2, aggregate.Seal(metric => metric).Count);
        Assert.Empty(aggregate.Seal(metric => metric));
    }

    private static ShardGroupAggregate New() => new(Documents.Profile, [0, 1, 2], Orderings);

    private static void SealAndMerge(ShardGroupAggregate aggregate, Dictionary<string, MemoryRun> runs)
    {
        var number = 2 * runs.Count;
        foreach (var sealedRun in aggregate.Seal(metric => $"{metric}-sealed-{number++}"))
            runs.Add(sealedRun.Reference.Name, sealedRun.Run);
        foreach (var metric in Orderings)
        {
            var names = aggregate.Record.Runs.Where(run => run.Metric == metric).Select(run => run.Name).ToArray();
            if (names.Length < 2)
                continue;
            var parts = aggregate
                .Record.Runs.Where(run => run.Metric == metric)
                .ToLookup(run => run.IsOfDeleted, run => runs[run.Name]);
            var merged = new MemoryRun(
                RunInfo.Merge([.. parts.SelectMany(same => same).Select(run => run.Info)]),
                RunMerge.Entries(parts[false], parts[true])
            );
            var name = $"{metric}-{runs.Count}";
            runs.Add(name, merged);
            aggregate.ReplaceRuns(names, new RunReference(name, metric, merged.Count));
        }
    }

    /// <summary>The record, then everything that must not depend on how runs are laid out.</summary>
    private static IEnumerable<object> Everything(
        ShardGroupAggregate aggregate,
        Dictionary<string, MemoryRun>? sealedRuns = null
    )
    {
        yield return Convert.ToHexString(aggregate.Record.Encode());
        yield return (aggregate.Indexed, aggregate.HeldOut, string.Join(" ", aggregate.Marks));
        foreach (var metric in MetricCatalog.BuiltIn.Names)
            yield return Convert.ToHexString(aggregate.Find(metric)?.Histogram.Encode() ?? []);
        foreach (var metric in Orderings)
        {
            ISortedRun[] runs =
            [
                .. aggregate.Record.Runs.Where(run => run.Metric == metric).Select(run => sealedRuns![run.Name]),
                aggregate.Tail(metric),
            ];
            yield return string.Join(" ", RunInfo.Merge([.. runs.Select(run => run.Info)]).Sources);
            yield return string.Join(" ", RunMerge.Entries(runs));
        }
    }
}
