using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>Makes the ordering of a snapshot anew from the score files and tombstones below its watermark.</summary>
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
        foreach (var mark in snapshot.Marks)
            await builder.ReadAsync(store, snapshot.CorpusId, mark.Shard, mark.NextSegment, mark.NextTombstone);
        return builder.BuildLive();
    }

    /// <summary>Has a builder that stands at the beginning of a shard read it up to a mark.</summary>
    internal static async Task ReadAsync(
        this RunBuilder builder,
        IFileStore store,
        string corpusId,
        int shard,
        int nextSegment,
        int nextTombstone
    )
    {
        await ShardHistory.ReadAsync(
            store,
            corpusId,
            builder.ProfileHash,
            shard,
            nextSegment,
            nextTombstone,
            (scores, deleted) =>
            {
                builder.Accept(scores);
                builder.Delete(scores, deleted);
            }
        );
        builder.Advance(shard, 0, nextTombstone);
    }
}
