using FluxEntropy.Logs;

namespace FluxEntropy.Shards;

/// <summary>
/// What a shard's log adds up to, derived from it and never ahead of it. One writer; reading is safe at any time.
/// </summary>
internal interface IShardIndex : IDisposable
{
    /// <summary>How much of the log is in the index; term 0 for nothing.</summary>
    LogCommit Watermark { get; }

    /// <summary>What the shard holds up to the watermark.</summary>
    ShardCounts Counts { get; }

    /// <summary>Runs work on the index where it may wait for a disk.</summary>
    Task RunAsync(Action work);

    /// <summary>Adds records that were committed, in one transaction with the watermark behind them.</summary>
    /// <exception cref="InvalidDataException">A record does not follow those before it.</exception>
    void Apply(IEnumerable<(LogPosition Position, ShardRecord Record)> records, LogCommit watermark);

    /// <summary>Where a live document is, or null for an id that none has.</summary>
    ShardRow? Find(string id);

    /// <summary>A row, deleted or not, or null beyond the last.</summary>
    ShardRow? Row(int row);

    /// <summary>Tombstones from a number on, in order.</summary>
    IReadOnlyList<Tombstone> Tombstones(int from, int max);

    /// <summary>The first rows, deleted ones included, in [<paramref name="from"/>, <paramref name="to"/>), in order.</summary>
    IReadOnlyList<ShardRow> Rows(int from, int to, int max);

    /// <summary>Segments from a number on, in order.</summary>
    IReadOnlyList<Segment> Segments(int from, int max);

    /// <summary>Whether an equal record was set aside before.</summary>
    bool IsQuarantined(UInt128 key);

    /// <summary>Records set aside, from the n-th on, in the order in which they came.</summary>
    IReadOnlyList<QuarantinedRecord> Quarantined(int from, int max);
}
