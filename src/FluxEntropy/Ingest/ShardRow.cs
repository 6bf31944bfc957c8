using FluxEntropy.Logs;

namespace FluxEntropy.Ingest;

/// <summary>A row of a shard.</summary>
/// <param name="Row">Its number from 0.</param>
/// <param name="Id">The document's id.</param>
/// <param name="TextHash">XXH128 of its text.</param>
/// <param name="Bytes">UTF-8 length of its text.</param>
/// <param name="HeldOut">Whether it is held out from training.</param>
/// <param name="Segment">The segment that holds it; null while that is open.</param>
/// <param name="Position">Where the log keeps it.</param>
/// <param name="IsDeleted">Whether it has a tombstone.</param>
public sealed record ShardRow(
    int Row,
    string Id,
    UInt128 TextHash,
    int Bytes,
    bool HeldOut,
    int? Segment,
    LogPosition Position,
    bool IsDeleted = false
);

/// <summary>A row with its text and metadata.</summary>
public sealed record ShardDocument(ShardRow Row, string Text, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Rows [FirstRow, FirstRow + Rows) of a shard: cut once, and never changed.</summary>
/// <param name="Number">Number from 0.</param>
/// <param name="FirstRow">Its first row.</param>
/// <param name="Rows">Its rows, at least 1.</param>
/// <param name="Bytes">UTF-8 bytes of their texts.</param>
public sealed record Segment(int Number, int FirstRow, int Rows, long Bytes);

/// <summary>What a shard holds.</summary>
/// <param name="Documents">Rows, deleted ones included.</param>
/// <param name="CutRows">Rows in segments; those behind them wait for the next cut.</param>
/// <param name="Segments">Segments.</param>
/// <param name="HeldOut">Live rows held out from training.</param>
/// <param name="Quarantined">Records set aside.</param>
/// <param name="Bytes">UTF-8 bytes of the texts of live rows.</param>
/// <param name="OpenBytes">UTF-8 bytes of the texts behind the last cut.</param>
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

    /// <summary>The counts once a further record is in the log.</summary>
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
            ShardRecord.DocumentDeleted { Tombstone: var buried }
                when buried.Number == Tombstones && buried.Row < CutRows => this with
            {
                Tombstones = Tombstones + 1,
                HeldOut = HeldOut - (buried.HeldOut ? 1 : 0),
                Bytes = Bytes - buried.Bytes,
            },
            ShardRecord.DocumentDeleted { Tombstone: var buried } => throw new InvalidDataException(
                $"shard log: {buried} where {Tombstones} tombstones of {CutRows} rows in segments came before"
            ),
            ShardRecord.DocumentReplaced replaced => After(new ShardRecord.DocumentDeleted(replaced.Tombstone), heldOut)
                .After(replaced.Document, heldOut),
            _ => this with { Quarantined = Quarantined + 1 },
        };
}
