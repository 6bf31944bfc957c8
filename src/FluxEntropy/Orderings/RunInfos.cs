namespace FluxEntropy.Orderings;

/// <summary>Describes the runs of a builder by how far its marks moved.</summary>
internal static class RunInfos
{
    public static RunInfo OfRead(RunBuilder builder, IReadOnlyList<ShardMark> since, BackfillMarks backfilledSince)
    {
        var sources =
            from pair in since.Zip(builder.Marks)
            where pair.First.NextSegment != pair.Second.NextSegment
            select new RunSource(
                pair.First.Shard,
                pair.First.NextSegment,
                pair.Second.NextSegment,
                pair.First.Checksum,
                pair.Second.Checksum
            );
        var backfills =
            from mark in builder.Backfills
            let before = backfilledSince[mark.Shard]
            where before != mark
            select new RunSource(mark.Shard, before.NextSegment, mark.NextSegment, before.Checksum, mark.Checksum);
        return new RunInfo(builder.ProfileHash, builder.Metric, [.. sources], []) { Backfills = [.. backfills] };
    }

    public static RunInfo OfDeleted(RunBuilder builder, IReadOnlyList<ShardMark> since)
    {
        var tombstones =
            from pair in since.Zip(builder.Marks)
            where pair.First.NextTombstone != pair.Second.NextTombstone
            select new TombstoneRange(pair.First.Shard, pair.First.NextTombstone, pair.Second.NextTombstone);
        return new RunInfo(builder.ProfileHash, builder.Metric, [], [.. tombstones]);
    }
}
