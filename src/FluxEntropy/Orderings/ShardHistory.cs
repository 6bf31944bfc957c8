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
    /// <summary>Reads the score files, backfills and tombstones below a mark.</summary>
    /// <param name="scores">The score files.</param>
    /// <param name="mark">How far to read.</param>
    /// <param name="backfills">For each metric, the segment below which its backfills are read.</param>
    /// <param name="segment">Given each segment, in order.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or a tombstone is of a segment beyond the mark.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static async Task ReadAsync(
        ScoreStore scores,
        ShardMark mark,
        IReadOnlyCollection<(string Metric, int Below)> backfills,
        Action<HistorySegment> segment,
        CancellationToken cancellationToken = default
    )
    {
        var deleted = (
            await TombstonesAsync(scores.Files, scores.CorpusId, mark.Shard, mark.NextTombstone, cancellationToken)
        ).ToLookup(tombstone => tombstone.Segment, tombstone => tombstone.Row);
        if (deleted.FirstOrDefault(rows => rows.Key >= mark.NextSegment) is { } beyond)
            throw new InvalidDataException(
                $"row {beyond.First()} of shard {mark.Shard} was deleted, and its segment {beyond.Key} is not "
                    + $"among the {mark.NextSegment} that were read."
            );
        for (var number = 0; number < mark.NextSegment; number++)
        {
            var own = SegmentScores.Of(await scores.ReadAsync(mark.Shard, number, cancellationToken));
            var backfilled = await BackfillsAsync(
                scores,
                own,
                backfills.Where(metric => number < metric.Below).Select(metric => metric.Metric),
                cancellationToken
            );
            segment(new HistorySegment(own, backfilled, [.. deleted[number]]));
        }
    }

    /// <summary>The backfills of a segment of those metrics that its own score file lacks.</summary>
    internal static async Task<IReadOnlyList<SegmentScores>> BackfillsAsync(
        ScoreStore scores,
        SegmentScores own,
        IEnumerable<string> metrics,
        CancellationToken cancellationToken = default
    )
    {
        var found = new List<SegmentScores>();
        foreach (var metric in metrics.Where(metric => own.Column(metric) is null))
        {
            var file = await scores.ReadBackfillAsync(metric, own.Shard, own.Segment, cancellationToken);
            found.Add(SegmentScores.Of(file));
        }
        return found;
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
