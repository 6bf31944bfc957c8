using System.IO.Hashing;
using FluxEntropy.Codecs;

namespace FluxEntropy.Orderings;

/// <summary>
/// The identity of an immutable view of an ordering. It depends on what was scored, not on how runs happen to be laid
/// out, so an ordering rebuilt from score files under the same snapshot is the same ordering.
/// </summary>
public sealed class Snapshot : IEquatable<Snapshot>
{
    private readonly byte[] _bytes;

    /// <summary>Makes a snapshot of marks in any order.</summary>
    public Snapshot(string corpusId, string profileHash, string metric, IEnumerable<SnapshotMark> marks)
    {
        CorpusId = corpusId;
        ProfileHash = profileHash;
        Metric = metric;
        Marks = [.. marks.OrderBy(mark => mark.Shard)];
        var writer = new ByteWriter();
        SnapshotCodec.Write(writer, this);
        _bytes = writer.ToArray();
        Hash = XxHash128.HashToUInt128(_bytes);
    }

    /// <summary>The corpus.</summary>
    public string CorpusId { get; }

    /// <summary>The scoring profile.</summary>
    public string ProfileHash { get; }

    /// <summary>The metric that sorts.</summary>
    public string Metric { get; }

    /// <summary>The watermark, in the order of shards.</summary>
    public IReadOnlyList<SnapshotMark> Marks { get; }

    /// <summary>
    /// XXH128 of corpus, profile, metric, watermark and chained checksums of the score files and backfills, in the order of
    /// shards.
    /// </summary>
    public UInt128 Hash { get; }

    /// <summary>Whether backfills of its metric are in it.</summary>
    public bool HasBackfills => Marks.Any(mark => mark.NextBackfill > 0);

    /// <summary>Whether everything that another snapshot of the same ordering holds is below this one's watermark.</summary>
    public bool Covers(Snapshot other) =>
        CorpusId == other.CorpusId
        && ProfileHash == other.ProfileHash
        && Metric == other.Metric
        && other.Marks.All(theirs =>
            Marks.Any(ours =>
                ours.Shard == theirs.Shard
                && ours.NextSegment >= theirs.NextSegment
                && ours.NextTombstone >= theirs.NextTombstone
                && ours.NextBackfill >= theirs.NextBackfill
            )
        );

    /// <inheritdoc/>
    public bool Equals(Snapshot? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Snapshot);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();
}
