namespace FluxEntropy.Orderings;

/// <summary>Where a snapshot stands in one shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="NextSegment">First segment that the snapshot does not hold.</param>
/// <param name="NextTombstone">First tombstone that the snapshot does not heed.</param>
/// <param name="Checksum">Chained checksum of the score files below (<see cref="ShardMark.Checksum"/>).</param>
/// <param name="NextBackfill">
/// Segments below are in the snapshot even where their own score file lacks its metric, by their backfill
/// (<see cref="BackfillMark.NextSegment"/>). The default value is 0: none is.
/// </param>
/// <param name="BackfillChecksum">Chained checksum of those backfills.</param>
public readonly record struct SnapshotMark(
    int Shard,
    int NextSegment,
    int NextTombstone,
    UInt128 Checksum,
    int NextBackfill = 0,
    UInt128 BackfillChecksum = default
)
{
    /// <summary>Where an aggregate stands that read no backfill.</summary>
    public static SnapshotMark Of(ShardMark mark) => Of(mark, BackfillMark.Start(mark.Shard));

    /// <summary>Where an aggregate stands.</summary>
    /// <param name="mark">How far it read the shard.</param>
    /// <param name="backfill">How far it read the backfills of the snapshot's metric there.</param>
    public static SnapshotMark Of(ShardMark mark, BackfillMark backfill) =>
        new(mark.Shard, mark.NextSegment, mark.NextTombstone, mark.Checksum, backfill.NextSegment, backfill.Checksum);
}
