using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;

namespace FluxEntropy.Tests.Orderings;

/// <summary>Made-up score files: every segment is a function of (seed, shard, segment).</summary>
internal static class Documents
{
    public const string Profile = "0123456789abcdef0123456789abcdef";
    public const string Corpus = "corpus-1";

    public static SegmentScores Segment(
        int seed,
        int shard,
        int segment,
        int rows = 20,
        double heldOut = 0.1,
        double unranked = 0.1
    )
    {
        var random = new Random(HashCode(seed, shard, segment));
        var metrics = MetricCatalog.BuiltIn.Names.Select(_ => new float[rows]).ToArray();
        var (tokens, held) = (new int[rows], new bool[rows]);
        for (var i = 0; i < rows; i++)
        {
            tokens[i] = random.Next(1, 60);
            held[i] = random.NextDouble() < heldOut;
            var isUnranked = random.NextDouble() < unranked;
            foreach (var column in metrics)
                column[i] = isUnranked ? float.NaN : MathF.Round(random.NextSingle() * 10, 2);
        }

        return new SegmentScores
        {
            Shard = shard,
            Segment = segment,
            FirstRow = segment * rows,
            Checksum = (ulong)HashCode(seed, shard, segment) * 0x9E3779B97F4A7C15,
            Tokens = tokens,
            HeldOut = held,
            Columns = MetricCatalog.BuiltIn.Columns,
            Metrics = metrics,
        };
    }

    /// <summary>The ordering of the first <paramref name="segments"/> segments of each shard, rebuilt from their scores.</summary>
    public static SnapshotOrdering Ordering(
        int shards,
        int segments,
        int rows = 20,
        int seed = 1,
        string metric = "entropy.mean"
    )
    {
        var builder = new RunBuilder(Profile, metric, Enumerable.Range(0, shards).Select(ShardMark.Start));
        for (var shard = 0; shard < shards; shard++)
        for (var segment = 0; segment < segments; segment++)
            builder.Accept(Segment(seed, shard, segment, rows));
        return new SnapshotOrdering(SnapshotOf(builder.Marks, metric), builder.Build());
    }

    /// <summary>Bytes of a score file of one document, segment after segment.</summary>
    public static byte[] ScoreFile(int segment)
    {
        var header = new ScoreFileHeader(
            Corpus,
            Profile,
            0,
            segment,
            segment,
            1,
            MetricCatalog.BuiltIn.Columns,
            "nonce"
        );
        var score = new DocumentScore
        {
            TokenIds = [1, 2, 3],
            Bytes = 3,
            Metrics = [.. MetricCatalog.BuiltIn.Names.Select(_ => 1f + segment)],
        };
        return FluxEntropy.Scores.ScoreFile.Encode(header, [score], [false]);
    }

    public static Snapshot SnapshotOf(IEnumerable<ShardMark> marks, string metric = "entropy.mean") =>
        new(Corpus, Profile, metric, marks.Select(SnapshotMark.Of));

    public static RunInfo Info(string metric = "entropy.mean") => new(Profile, metric, [], []);

    private static int HashCode(int seed, int shard, int segment) => (((seed * 31) + shard) * 1009) + segment + 17;
}
