namespace FluxEntropy.Orderings;

/// <summary>Marks of a group of shards that move strictly segment by segment.</summary>
internal sealed class Watermark
{
    private readonly SortedDictionary<int, ShardMark> _marks = [];

    public Watermark(IEnumerable<ShardMark> marks)
    {
        foreach (var mark in marks)
            _marks.Add(mark.Shard, mark);
    }

    /// <summary>All marks in the order of shards.</summary>
    public IReadOnlyList<ShardMark> Marks => [.. _marks.Values];

    /// <exception cref="ArgumentException">The shard is not of this group.</exception>
    public ShardMark this[int shard] =>
        _marks.TryGetValue(shard, out var mark)
            ? mark
            : throw new ArgumentException(
                $"shard: {shard} is not of this group ({string.Join(", ", _marks.Keys)}).",
                nameof(shard)
            );

    /// <exception cref="InvalidOperationException">The segment is not the next one of its shard; nothing moved.</exception>
    public void Advance(SegmentScores scores)
    {
        var mark = this[scores.Shard];
        if (scores.Segment != mark.NextSegment)
            throw new InvalidOperationException(
                $"shard {scores.Shard}: segment {scores.Segment} came when segment {mark.NextSegment} was next; "
                    + (
                        scores.Segment < mark.NextSegment
                            ? "it was counted already."
                            : "read the segments between them first."
                    )
            );
        _marks[scores.Shard] = mark.Advance(scores.Checksum);
    }

    /// <exception cref="InvalidOperationException">The tombstones are not the next ones of the shard; nothing moved.</exception>
    public void Advance(int shard, int firstTombstone, int endTombstone)
    {
        var mark = this[shard];
        if (firstTombstone != mark.NextTombstone || endTombstone < firstTombstone)
            throw new InvalidOperationException(
                $"shard {shard}: tombstones {firstTombstone}…{endTombstone} came when {mark.NextTombstone} was next."
            );
        _marks[shard] = mark with { NextTombstone = endTombstone };
    }
}
