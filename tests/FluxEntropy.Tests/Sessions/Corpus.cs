using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

/// <summary>
/// A small corpus whose scores are drawn from a seed, growing segment by segment; its documents may be the longer the
/// lower they score.
/// </summary>
internal sealed class Corpus(
    int seed,
    int shards = 3,
    int documentsASegment = 40,
    bool longestFirst = false,
    Func<Random, int>? tokens = null
)
{
    private readonly Random _random = new(seed);
    private readonly List<SegmentScores> _segments = [];

    public Corpus Grow(int segments)
    {
        for (var i = 0; i < segments; i++)
        {
            var shard = _segments.Count % shards;
            var segment = _segments.Count / shards;
            var values = Enumerable
                .Range(0, documentsASegment)
                .Select(_ => (float)(_random.NextDouble() * 8))
                .ToArray();
            _segments.Add(
                new SegmentScores
                {
                    Shard = shard,
                    Segment = segment,
                    FirstRow = segment * documentsASegment,
                    Checksum = (ulong)_random.NextInt64(),
                    Tokens =
                    [
                        .. values.Select(value =>
                            tokens is not null ? tokens(_random)
                            : longestFirst ? 4 + (int)(7 * (8 - value))
                            : _random.Next(2, 60)
                        ),
                    ],
                    HeldOut = new bool[documentsASegment],
                    Columns = MetricCatalog.BuiltIn.Columns,
                    Metrics = [.. MetricCatalog.BuiltIn.Names.Select(_ => values)],
                }
            );
        }
        return this;
    }

    /// <summary>The ordering of what is there now, or of what a snapshot names.</summary>
    public SnapshotOrdering Ordering(Snapshot? snapshot = null)
    {
        var builder = new RunBuilder("profile", "entropy.mean", Enumerable.Range(0, shards).Select(ShardMark.Start));
        foreach (var segment in _segments)
        {
            if (snapshot is null || segment.Segment < snapshot.Marks[segment.Shard].NextSegment)
                builder.Accept(segment);
        }
        return new SnapshotOrdering(
            new Snapshot(
                "corpus",
                "profile",
                "entropy.mean",
                builder.Marks.Select(mark => new SnapshotMark(mark.Shard, mark.NextSegment, 0, mark.Checksum))
            ),
            builder.Build()
        );
    }

    public static SessionSettings Settings(
        int batch = 2,
        int time = 31,
        long steps = 60,
        ulong seed = 7,
        RowPacking packing = RowPacking.Carried,
        int? separator = null
    ) =>
        new()
        {
            Id = "s",
            Name = "s",
            CorpusId = "corpus",
            ProfileHash = "profile",
            TokenSet = "tokens",
            Metric = "entropy.mean",
            Batch = batch,
            Time = time,
            Seed = seed,
            TotalSteps = steps,
            Packing = packing,
            Separator = separator,
            Created = DateTimeOffset.UnixEpoch,
        };

    public static CurriculumEntry Entry(
        long version,
        long from,
        int bins,
        Schedule schedule,
        BinOrder order = BinOrder.Shuffled
    ) =>
        new(
            version,
            from,
            new Curriculum
            {
                Bins = bins,
                Schedule = schedule,
                Order = order,
            },
            "test",
            "because",
            DateTimeOffset.UnixEpoch
        );
}
