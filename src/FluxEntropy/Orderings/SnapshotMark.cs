namespace FluxEntropy.Orderings;

/// <summary>Where a snapshot stands in one shard.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="NextSegment">First segment that the snapshot does not hold.</param>
/// <param name="NextTombstone">First tombstone that the snapshot does not heed.</param>
/// <param name="Checksum">Chained checksum of the score files below (<see cref="ShardMark.Checksum"/>).</param>
public readonly record struct SnapshotMark(int Shard, int NextSegment, int NextTombstone, UInt128 Checksum)
{
    /// <summary>Where an aggregate stands.</summary>
    public static SnapshotMark Of(ShardMark mark) =>
        new(mark.Shard, mark.NextSegment, mark.NextTombstone, mark.Checksum);
}
