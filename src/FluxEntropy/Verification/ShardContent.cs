using FluxEntropy.Logs;
using FluxEntropy.Shards;

namespace FluxEntropy.Verification;

/// <summary>What a shard's log says, as far as it can be read.</summary>
internal sealed class ShardContent
{
    /// <summary>Rows by number.</summary>
    public Dictionary<int, RowFacts> Rows { get; } = [];

    /// <summary>Live row of each id.</summary>
    public Dictionary<string, int> Ids { get; } = [];

    /// <summary>Ids of deleted rows.</summary>
    public Dictionary<int, string> Deleted { get; } = [];

    /// <summary>Tombstones by number.</summary>
    public List<Tombstone> Tombstones { get; } = [];

    /// <summary>Segments by number.</summary>
    public List<Segment> Segments { get; } = [];

    /// <summary>Id and text hash of what was set aside.</summary>
    public HashSet<(string Id, UInt128 TextHash)> Quarantined { get; } = [];

    /// <summary>Records set aside.</summary>
    public int QuarantinedRecords { get; set; }

    /// <summary>
    /// Row numbers without a record, below the highest that has one or that a segment names: so many rows were taken out.
    /// </summary>
    public long MissingRows => HighestRow + 1L - Rows.Count;

    /// <summary>The highest row number there should be; −1 for none.</summary>
    public int HighestRow =>
        Math.Max(
            Rows.Count > 0 ? Rows.Keys.Max() : -1,
            Segments.Count > 0 ? Segments[^1].FirstRow + Segments[^1].Rows - 1 : -1
        );

    /// <summary>The log, or null where there is none that can be read.</summary>
    public LogHistory? Log { get; set; }
}
