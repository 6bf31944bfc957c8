using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>
/// What an aggregate read of a shard up to a mark, read again. Rows are taken out as soon as their segment was read, whenever
/// that was done at first: the sums are the same, and each score file is read once.
/// </summary>
public static class ShardHistory
{
    /// <summary>Reads the score files and tombstones below a mark.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="corpusId">The corpus.</param>
    /// <param name="profileHash">The scoring profile.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="nextSegment">First segment not to be read.</param>
    /// <param name="nextTombstone">First tombstone not to be heeded.</param>
    /// <param name="segment">Given each segment, in order, with the rows of it that were deleted.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or a tombstone is of a segment beyond the mark.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static async Task ReadAsync(
        IFileStore store,
        string corpusId,
        string profileHash,
        int shard,
        int nextSegment,
        int nextTombstone,
        Action<SegmentScores, IReadOnlyList<int>> segment,
        CancellationToken cancellationToken = default
    )
    {
        var deleted = (await TombstonesAsync(store, corpusId, shard, nextTombstone, cancellationToken)).ToLookup(
            tombstone => tombstone.Segment,
            tombstone => tombstone.Row
        );
        if (deleted.FirstOrDefault(rows => rows.Key >= nextSegment) is { } beyond)
            throw new InvalidDataException(
                $"row {beyond.First()} of shard {shard} was deleted, and its segment {beyond.Key} is not among the {nextSegment} that were read."
            );
        for (var number = 0; number < nextSegment; number++)
        {
            var path = DataLayout.ScoreFile(corpusId, profileHash, shard, number);
            segment(
                SegmentScores.Of(ScoreFile.Read(await store.ReadAsync(path, cancellationToken), path)),
                [.. deleted[number]]
            );
        }
    }

    /// <summary>The tombstones of a shard below a number, in order.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static async Task<IReadOnlyList<Tombstone>> TombstonesAsync(
        IFileStore store,
        string corpusId,
        int shard,
        int next = int.MaxValue,
        CancellationToken cancellationToken = default
    )
    {
        var tombstones = new List<Tombstone>();
        while (
            tombstones.Count < next
            && DataLayout.TombstoneFile(corpusId, shard, tombstones.Count) is var path
            && (next < int.MaxValue || store.Exists(path))
        )
            tombstones.AddRange(TombstoneFile.Read(await store.ReadAsync(path, cancellationToken), path).Tombstones);
        return tombstones.Count <= next ? tombstones : tombstones[..next];
    }
}
