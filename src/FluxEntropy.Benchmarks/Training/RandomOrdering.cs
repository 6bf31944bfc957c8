using FluxEntropy.Orderings;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>An ordering of random scores, in memory.</summary>
internal static class RandomOrdering
{
    public static SnapshotOrdering Of(int documents)
    {
        var random = new Random(1);
        var entries = Enumerable
            .Range(0, documents)
            .Select(row => new OrderingEntry((float)(random.NextDouble() * 8), row % 8, row / 8, random.Next(60, 300)));
        var marks = Enumerable.Range(0, 8).Select(shard => new SnapshotMark(shard, 1, 0, 0)).ToArray();
        var sources = marks.Select(mark => new RunSource(mark.Shard, 0, mark.NextSegment, 0, mark.Checksum));
        var info = new RunInfo("bench", "entropy.mean", [.. sources], []);
        return new SnapshotOrdering(
            new Snapshot("bench", "bench", "entropy.mean", marks),
            new MemoryRun(info, entries)
        );
    }
}
