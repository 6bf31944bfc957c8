namespace FluxEntropy.Shards;

/// <summary>Counts of a shard.</summary>
/// <param name="Documents">Rows, deleted ones included.</param>
/// <param name="CutRows">Rows in segments; those after them wait for the next cut.</param>
/// <param name="Segments">Segments.</param>
/// <param name="HeldOut">Live rows held out from training.</param>
/// <param name="Quarantined">Quarantined records.</param>
/// <param name="Bytes">UTF-8 bytes of the texts of live rows.</param>
/// <param name="OpenBytes">UTF-8 bytes of the texts after the last cut.</param>
/// <param name="Tombstones">Rows deleted.</param>
public sealed record ShardCounts(
    int Documents,
    int CutRows,
    int Segments,
    int HeldOut,
    int Quarantined,
    long Bytes,
    long OpenBytes,
    int Tombstones
)
{
    /// <summary>The counts of an empty shard.</summary>
    public static ShardCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The counts after one more record.</summary>
    /// <exception cref="InvalidDataException">The record does not follow those before it.</exception>
    internal ShardCounts After(ShardRecord record, HeldOutSplit heldOut) =>
        record switch
        {
            ShardRecord.DocumentAdded added when added.Row == Documents => this with
            {
                Documents = Documents + 1,
                HeldOut = HeldOut + (heldOut.Contains(added.TextHash) ? 1 : 0),
                Bytes = Bytes + added.Bytes,
                OpenBytes = OpenBytes + added.Bytes,
            },
            ShardRecord.DocumentAdded added => throw new InvalidDataException(
                $"shard log: row {added.Row} follows {Documents} rows"
            ),
            ShardRecord.SegmentCut { Segment: var cut }
                when cut == new Segment(Segments, CutRows, Documents - CutRows, OpenBytes) => this with
            {
                Segments = Segments + 1,
                CutRows = Documents,
                OpenBytes = 0,
            },
            ShardRecord.SegmentCut { Segment: var cut } => throw new InvalidDataException(
                $"shard log: {cut} was cut where segment {Segments} of rows {CutRows} to {Documents - 1} was open"
            ),
            ShardRecord.DocumentDeleted { Tombstone: var deleted }
                when deleted.Number == Tombstones && deleted.Row < CutRows => this with
            {
                Tombstones = Tombstones + 1,
                HeldOut = HeldOut - (deleted.HeldOut ? 1 : 0),
                Bytes = Bytes - deleted.Bytes,
            },
            ShardRecord.DocumentDeleted { Tombstone: var deleted } => throw new InvalidDataException(
                $"shard log: {deleted} where {Tombstones} tombstones of {CutRows} rows in segments came before"
            ),
            ShardRecord.DocumentReplaced replaced => After(new ShardRecord.DocumentDeleted(replaced.Tombstone), heldOut)
                .After(replaced.Document, heldOut),
            _ => this with { Quarantined = Quarantined + 1 },
        };
}
