using FluxEntropy.Logs;

namespace FluxEntropy.Shards;

/// <summary>
/// The state of a shard, derived from its log and never ahead of it. One writer; reading is safe at any time.
/// </summary>
internal interface IShardIndex : IDisposable
{
    /// <summary>How much of the log is in the index; term 0 for nothing.</summary>
    LogCommit Watermark { get; }

    /// <summary>Counts of the shard up to the watermark.</summary>
    ShardCounts Counts { get; }

    /// <summary>Runs work on the index on a thread that may wait for a disk.</summary>
    Task RunAsync(Action work);

    /// <summary>Adds committed records, in one transaction with the watermark after them.</summary>
    /// <exception cref="InvalidDataException">A record does not follow those before it.</exception>
    void Apply(IEnumerable<(LogPosition Position, ShardRecord Record)> records, LogCommit watermark);

    /// <summary>The row of a live document, or null if none has that id.</summary>
    ShardRow? Find(string id);

    /// <summary>A row, deleted or not; null beyond the last.</summary>
    ShardRow? Row(int row);

    /// <summary>Tombstones from a number onwards, in order.</summary>
    IReadOnlyList<Tombstone> Tombstones(int from, int max);

    /// <summary>
    /// The first rows, deleted ones included, in [<paramref name="from"/>, <paramref name="to"/>), in order.
    /// </summary>
    IReadOnlyList<ShardRow> Rows(int from, int to, int max);

    /// <summary>Segments from a number onwards, in order.</summary>
    IReadOnlyList<Segment> Segments(int from, int max);

    /// <summary>Whether an equal record is already in quarantine.</summary>
    bool IsQuarantined(UInt128 key);

    /// <summary>Quarantined records from the n-th onwards, in order of arrival.</summary>
    IReadOnlyList<QuarantinedRecord> Quarantined(int from, int max);
}
