using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>Makes the ordering of a snapshot anew from the score files below its watermark.</summary>
public static class SnapshotRebuild
{
    /// <summary>The sorted run of a snapshot.</summary>
    /// <exception cref="InvalidDataException">A score file is damaged, or the files are not those that the snapshot was made of.</exception>
    /// <exception cref="FileNotFoundException">A score file is missing.</exception>
    public static async Task<MemoryRun> FromScoresAsync(IFileStore store, Snapshot snapshot)
    {
        var builder = new RunBuilder(snapshot.ProfileHash, snapshot.Metric, snapshot.Marks.Select(mark => ShardMark.Start(mark.Shard)));
        foreach (var mark in snapshot.Marks)
        {
            for (var segment = 0; segment < mark.NextSegment; segment++)
            {
                var path = DataLayout.ScoreFile(snapshot.CorpusId, snapshot.ProfileHash, mark.Shard, segment);
                builder.Accept(SegmentScores.Of(ScoreFile.Read(await store.ReadAsync(path), path)));
            }
        }
        return builder.Build();
    }
}
