using FluxEntropy.Logs;

namespace FluxEntropy.Shards;

/// <summary>A row of a shard.</summary>
/// <param name="Row">Its number, from 0.</param>
/// <param name="Id">The document's id.</param>
/// <param name="TextHash">XXH128 of its text.</param>
/// <param name="Bytes">UTF-8 length of its text.</param>
/// <param name="HeldOut">Whether it is held out from training.</param>
/// <param name="Segment">The segment that contains it; null while that is open.</param>
/// <param name="Position">Its position in the log.</param>
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
