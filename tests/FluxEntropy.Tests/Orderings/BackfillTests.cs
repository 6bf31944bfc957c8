using CsCheck;
using FluxEntropy.Orderings;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Orderings;

/// <summary>An aggregate of score files of which some lack a metric, and of backfills that bring it.</summary>
public sealed class BackfillTests
{
    private const string Late = "perplexity";
    private static readonly string[] Orderings = ["entropy.mean", Late];

    private enum Action
    {
        Accept,
        AcceptWithout,
        Delete,
        Backfill,
        Seal,
        Restart,
    }

    [Fact]
    public void A_metric_that_files_lack_is_absent_and_harms_no_other()
    {
        var aggregate = New();
        aggregate.Accept(Without(0, 0));
        aggregate.Accept(Documents.Segment(1, 0, 1));
        Assert.Equal((0, 20), (aggregate.NotScored("entropy.mean"), aggregate.NotScored(Late)));
        Assert.Equal(40, aggregate.NotScored("entropy.min"));
        Assert.Null(aggregate.Find("entropy.min"));
        var held = Documents.Segment(1, 0, 0).HeldOut.Count(held => held);
        Assert.Equal((20 - held, held), (aggregate.Find(Late)!.Absent, aggregate.Find(Late)!.AbsentHeldOut));
        Assert.Equal([0], aggregate.SegmentsWithout(0, Late));
    }

    [Fact]
    public void Backfills_come_in_order_and_once()
    {
        var aggregate = New();
        aggregate.Accept(Without(0, 0));
        aggregate.Accept(Without(0, 1));
        Assert.Throws<InvalidOperationException>(() => aggregate.Backfill(BackfillOf(0, 1), []));
        aggregate.Backfill(BackfillOf(0, 0), []);
        Assert.Throws<InvalidOperationException>(() => aggregate.Backfill(BackfillOf(0, 0), []));
        Assert.Throws<InvalidOperationException>(() => aggregate.Backfill(BackfillOf(0, 2), []));
        aggregate.Backfill(BackfillOf(0, 1), []);
        Assert.Null(aggregate.NextBackfill(0, Late));
        Assert.Equal(0, aggregate.NotScored(Late));
    }

    [Fact]
    public void An_ordering_without_backfills_is_named_as_before_and_one_with_them_is_another()
    {
        var aggregate = New();
        aggregate.Accept(Without(0, 0));
        var before = SnapshotOf(aggregate, Late);
        aggregate.Backfill(BackfillOf(0, 0), []);
        var after = SnapshotOf(aggregate, Late);
        Assert.Equal(Documents.SnapshotOf(aggregate.Marks, Late).Hash, before.Hash);
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.True(after.Covers(before) && !before.Covers(after));
        Assert.Equal(SnapshotOf(aggregate, "entropy.mean"), Documents.SnapshotOf(aggregate.Marks));
    }

    [Fact]
    public void Whatever_comes_in_whatever_order_each_document_is_ranked_unranked_held_out_or_absent() =>
        Gen.Select(Gen.Enum<Action>(), Gen.Int[0, 1], Gen.Int[0, 19])
            .Array[0, 60]
            .Sample(choices =>
            {
                var world = new World();
                foreach (var (action, shard, number) in choices)
                    world.Do(action, shard, number);
                world.Check();
            });

    private static ShardGroupAggregate New() => new(Documents.Profile, [0, 1], Orderings);

    private static Snapshot SnapshotOf(ShardGroupAggregate aggregate, string metric)
    {
        var backfills = aggregate.Backfills(metric).ToDictionary(mark => mark.Shard);
        return new Snapshot(
            Documents.Corpus,
            Documents.Profile,
            metric,
            aggregate.Marks.Select(mark => SnapshotMark.Of(mark, backfills.GetValueOrDefault(mark.Shard)))
        );
    }

    /// <summary>A segment as a program wrote it that did not know the metric.</summary>
    private static SegmentScores Without(int shard, int segment)
    {
        var all = Documents.Segment(1, shard, segment);
        int[] kept = [.. Enumerable.Range(0, all.Columns.Count).Where(i => all.Columns[i].Name != Late)];
        return all with
        {
            Columns = [.. kept.Select(i => all.Columns[i])],
            Metrics = [.. kept.Select(i => all.Metrics[i])],
        };
    }

    private static SegmentScores BackfillOf(int shard, int segment)
    {
        var all = Documents.Segment(1, shard, segment);
        return all with
        {
            Checksum = all.Checksum + 1,
            Columns = [.. all.Columns.Where(column => column.Name == Late)],
            Metrics = [all.Column(Late)!],
        };
    }

    /// <summary>An aggregate, what was published for it to read, and the snapshots that were taken on the way.</summary>
    private sealed class World
    {
        private readonly Dictionary<int, List<SegmentScores>> _files = new() { [0] = [], [1] = [] };
        private readonly Dictionary<int, List<int>> _deleted = new() { [0] = [], [1] = [] };
        private readonly Dictionary<string, MemoryRun> _runs = [];
        private readonly List<(Snapshot Snapshot, OrderingEntry[] Entries)> _taken = [];
        private ShardGroupAggregate _aggregate = New();

        public void Do(Action action, int shard, int number)
        {
            switch (action)
            {
                case Action.Accept:
                    Publish(Documents.Segment(1, shard, _files[shard].Count));
                    break;
                case Action.AcceptWithout:
                    Publish(Without(shard, _files[shard].Count));
                    break;
                case Action.Delete when _files[shard].Count > 0:
                    Delete(shard, _files[shard][number % _files[shard].Count].FirstRow + number);
                    break;
                case Action.Backfill when _aggregate.NextBackfill(shard, Late) is { } segment:
                    _aggregate.Backfill(BackfillOf(shard, segment), DeletedIn(_files[shard][segment]));
                    break;
                case Action.Seal:
                    Seal();
                    break;
                case Action.Restart:
                    Restart();
                    break;
            }
        }

        public void Check()
        {
            foreach (var metric in Orderings)
            {
                OrderingEntry[] expected =
                [
                    .. _files
                        .Values.SelectMany(files => files)
                        .SelectMany(file => Counted(file).Ranked(metric))
                        .Where(entry => !_deleted[entry.Shard].Contains(entry.Row))
                        .Order(),
                ];
                Assert.Equal(expected, EntriesOf(metric));
                var histogram = new MetricHistogram(metric, FormatOne.CellsOf(metric)!);
                foreach (var entry in expected)
                    histogram.Add(entry.Value, entry.Tokens);
                Assert.Equal(histogram, _aggregate.Find(metric)?.Histogram ?? new(metric, histogram.Mapping));
                var absent = _files
                    .Values.SelectMany(files => files)
                    .Where(file => Counted(file).Column(metric) is null)
                    .Sum(file => file.Tokens.Length - DeletedIn(file).Length);
                Assert.Equal(absent, _aggregate.NotScored(metric));
            }

            foreach (var (snapshot, entries) in _taken)
                Assert.Equal(entries, EntriesOf(Rebuilt(snapshot)));
            Assert.Equal(_aggregate.Record.Encode(), AggregateRecord.Decode(_aggregate.Record.Encode()).Encode());
        }

        private void Publish(SegmentScores file)
        {
            _files[file.Shard].Add(file);
            _aggregate.Accept(file);
        }

        private void Delete(int shard, int row)
        {
            if (_deleted[shard].Contains(row))
                return;
            var file = _files[shard].Single(file => row >= file.FirstRow && row < file.FirstRow + file.Tokens.Length);
            _aggregate.Delete(Counted(file), [row]);
            _aggregate.Advance(shard, _deleted[shard].Count, _deleted[shard].Count + 1);
            _deleted[shard].Add(row);
        }

        private void Seal()
        {
            foreach (var run in _aggregate.Seal(metric => $"{metric}-{Guid.NewGuid():N}"))
                _runs.Add(run.Reference.Name, run.Run);
            foreach (var metric in Orderings)
                _taken.Add((SnapshotOf(_aggregate, metric), [.. EntriesOf(metric)]));
        }

        // A new activation: from the record, everything above it is read again, backfills last.
        private void Restart()
        {
            _aggregate = new ShardGroupAggregate(AggregateRecord.Decode(_aggregate.Record.Encode()));
            foreach (var (shard, files) in _files)
            {
                foreach (var file in files.Skip(_aggregate.NextSegment(shard)))
                    _aggregate.Accept(file);
                foreach (var row in _deleted[shard].Skip(_aggregate.NextTombstone(shard)).ToArray())
                {
                    var file = files.Single(file => row >= file.FirstRow && row < file.FirstRow + file.Tokens.Length);
                    _aggregate.Delete(Counted(file), [row]);
                    _aggregate.Advance(shard, _aggregate.NextTombstone(shard), _aggregate.NextTombstone(shard) + 1);
                }
            }
        }

        private SegmentScores Counted(SegmentScores file)
        {
            var below = _aggregate.Backfills(Late).FirstOrDefault(mark => mark.Shard == file.Shard).NextSegment;
            return file.Segment < below ? file.With(BackfillOf(file.Shard, file.Segment)) : file;
        }

        private int[] DeletedIn(SegmentScores file) =>
            [.. _deleted[file.Shard].Where(row => row >= file.FirstRow && row < file.FirstRow + file.Tokens.Length)];

        private static IEnumerable<OrderingEntry> EntriesOf(SnapshotOrdering ordering) =>
            Enumerable.Range(0, (int)ordering.Count).Select(rank => ordering.EntryAt(rank));

        private IEnumerable<OrderingEntry> EntriesOf(string metric)
        {
            var runs = _aggregate.Record.Runs.Where(run => run.Metric == metric).ToLookup(run => run.IsOfDeleted);
            return RunMerge.Entries(
                [.. runs[false].Select(run => _runs[run.Name]), _aggregate.Tail(metric)],
                [.. runs[true].Select(run => _runs[run.Name]), _aggregate.DeletedTail(metric)]
            );
        }

        // As SnapshotRebuild does it from files; the view of the snapshot checks that nothing else is in it.
        private SnapshotOrdering Rebuilt(Snapshot snapshot)
        {
            var builder = new RunBuilder(Documents.Profile, snapshot.Metric, [ShardMark.Start(0), ShardMark.Start(1)]);
            foreach (var mark in snapshot.Marks)
            {
                foreach (var file in _files[mark.Shard].Take(mark.NextSegment))
                {
                    builder.Accept(file);
                    var all = file;
                    if (file.Segment < mark.NextBackfill && file.Column(snapshot.Metric) is null)
                    {
                        var backfill = BackfillOf(mark.Shard, file.Segment);
                        builder.Backfill(backfill, [.. Enumerable.Range(file.FirstRow, file.Tokens.Length)]);
                        all = file.With(backfill);
                    }
                    builder.Delete(
                        all,
                        _deleted[mark.Shard].Take(mark.NextTombstone).Where(row => DeletedIn(file).Contains(row))
                    );
                }
                builder.Advance(mark.Shard, 0, mark.NextTombstone);
            }
            return new SnapshotOrdering(snapshot, builder.BuildLive());
        }
    }
}
