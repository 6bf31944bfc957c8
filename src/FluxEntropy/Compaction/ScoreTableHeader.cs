namespace FluxEntropy.Compaction;

/// <summary>Which scores a table holds: the rows of consecutive segments of a shard under one profile, less those deleted by then.</summary>
/// <param name="CorpusId">The corpus.</param>
/// <param name="ProfileHash">The scoring profile.</param>
/// <param name="Shard">The shard.</param>
/// <param name="FirstSegment">Number of the first segment.</param>
/// <param name="Segments">How many there are.</param>
/// <param name="Tombstones">The shard's tombstones below this number were heeded.</param>
public sealed record ScoreTableHeader(
    string CorpusId,
    string ProfileHash,
    int Shard,
    int FirstSegment,
    int Segments,
    int Tombstones
);
