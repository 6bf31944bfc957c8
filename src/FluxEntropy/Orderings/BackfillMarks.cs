namespace FluxEntropy.Orderings;

/// <summary>The backfill marks of one metric over a group of shards.</summary>
internal sealed class BackfillMarks(IEnumerable<BackfillMark> marks)
{
    private readonly SortedDictionary<int, BackfillMark> _marks = new(marks.ToDictionary(mark => mark.Shard));

    /// <summary>Marks of the shards that have backfills, in the order of shards.</summary>
    public IReadOnlyList<BackfillMark> All => [.. _marks.Values];

    public BackfillMark this[int shard] => _marks.TryGetValue(shard, out var mark) ? mark : BackfillMark.Start(shard);

    /// <exception cref="InvalidOperationException">The segment lies below the mark: its backfill was counted already.</exception>
    public void Advance(SegmentScores backfill)
    {
        var mark = this[backfill.Shard];
        if (backfill.Segment < mark.NextSegment)
            throw new InvalidOperationException(
                $"shard {backfill.Shard}: the backfill of segment {backfill.Segment} came when those below "
                    + $"{mark.NextSegment} were counted already."
            );
        _marks[backfill.Shard] = mark.Advance(backfill.Segment, backfill.Checksum);
    }
}
