namespace FluxEntropy.Orderings;

/// <summary>A segment as a shard's history holds it.</summary>
/// <param name="Scores">Its score file.</param>
/// <param name="Backfills">Its backfills that had been read, by metric.</param>
/// <param name="Deleted">Its rows that were deleted.</param>
public sealed record HistorySegment(
    SegmentScores Scores,
    IReadOnlyList<SegmentScores> Backfills,
    IReadOnlyList<int> Deleted
)
{
    /// <summary>All scores that had been read of it.</summary>
    internal SegmentScores All => Backfills.Aggregate(Scores, (all, backfill) => all.With(backfill));
}
