namespace FluxEntropy.Orderings;

/// <summary>
/// How far the backfills of one metric were read in a shard: of the segments whose own score file lacks the metric, all
/// below <paramref name="NextSegment"/> were, and none from there on.
/// </summary>
/// <param name="Shard">The shard.</param>
/// <param name="NextSegment">Segment after the last one whose backfill was read; 0 for none.</param>
/// <param name="Checksum">
/// Chained checksum of the backfills as in <see cref="ShardMark.Checksum"/>, over those segments only. It is a chain of its
/// own, so that orderings without backfills are named as they always were.
/// </param>
public readonly record struct BackfillMark(int Shard, int NextSegment, UInt128 Checksum)
{
    /// <summary>The mark of a shard without backfills.</summary>
    public static BackfillMark Start(int shard) => new(shard, 0, 0);

    /// <summary>The mark after the backfill of a segment.</summary>
    public BackfillMark Advance(int segment, ulong scoreFileChecksum) =>
        new(Shard, segment + 1, ShardMark.Link(Checksum, segment, scoreFileChecksum));
}
