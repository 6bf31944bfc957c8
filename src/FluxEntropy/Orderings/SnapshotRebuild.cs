using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>Makes an ordering again from the score files, backfills and tombstones below its marks.</summary>
public static class SnapshotRebuild
{
    /// <summary>The sorted run of a snapshot.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or the files are not those that the snapshot was made of.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static async Task<MemoryRun> FromScoresAsync(IFileStore store, Snapshot snapshot)
    {
        var builder = new RunBuilder(
            snapshot.ProfileHash,
            snapshot.Metric,
            snapshot.Marks.Select(mark => ShardMark.Start(mark.Shard))
        );
        var scores = new ScoreStore(store, snapshot.CorpusId, snapshot.ProfileHash);
        foreach (var mark in snapshot.Marks)
            await builder.ReadAsync(
                scores,
                new ShardMark(mark.Shard, mark.NextSegment, mark.NextTombstone, mark.Checksum),
                mark.NextBackfill
            );
        return builder.BuildLive();
    }

    /// <summary>
    /// Has a builder that stands at the beginning of a shard read it up to a mark, and backfills of its metric below a
    /// segment.
    /// </summary>
    internal static async Task ReadAsync(this RunBuilder builder, ScoreStore scores, ShardMark mark, int nextBackfill)
    {
        await ShardHistory.ReadAsync(scores, mark, [(builder.Metric, nextBackfill)], segment =>
        {
            builder.Accept(segment.Scores);
            foreach (var backfill in segment.Backfills)
                builder.Backfill(backfill, [.. Enumerable.Range(backfill.FirstRow, backfill.Tokens.Length)]);
            builder.Delete(segment.All, segment.Deleted);
        });
        builder.Advance(mark.Shard, 0, mark.NextTombstone);
    }
}
