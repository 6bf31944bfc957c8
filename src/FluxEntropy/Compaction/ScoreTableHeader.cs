namespace FluxEntropy.Compaction;

/// <summary>
/// Which scores a table holds: the rows of consecutive segments of a shard under one profile, less those deleted by then.
/// </summary>
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
)
{
    /// <summary>Backfills that are in it. The default value is 0.</summary>
    public int Backfills { get; init; }

    /// <summary>For each metric that any of them is of, the segment below which all are in it; null where there are none.</summary>
    public SortedDictionary<string, int>? BackfilledBelow { get; init; }

    /// <summary>The segment after the last.</summary>
    internal int End => FirstSegment + Segments;

    /// <inheritdoc/>
    public bool Equals(ScoreTableHeader? other) =>
        other is not null
        && (CorpusId, ProfileHash, Shard, FirstSegment, Segments, Tombstones, Backfills)
            == (
                other.CorpusId,
                other.ProfileHash,
                other.Shard,
                other.FirstSegment,
                other.Segments,
                other.Tombstones,
                other.Backfills
            )
        && (BackfilledBelow ?? []).SequenceEqual(other.BackfilledBelow ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(CorpusId, ProfileHash, Shard, FirstSegment, Segments, Tombstones);
}
