using System.Buffers.Binary;
using System.IO.Hashing;

namespace FluxEntropy.Orderings;

/// <summary>How far the score files and tombstones of a shard were read, and a chained checksum of the score files.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="NextSegment">The first segment not read.</param>
/// <param name="NextTombstone">The first tombstone not read.</param>
/// <param name="Checksum">
/// c_0 = 0; c_{k+1} = XXH128(c_k, k, checksum of the score file of segment k), all little-endian: names the whole history
/// of a shard in constant space, so that a snapshot costs one mark a shard. Tombstones need none: their order is that of the shard's log.
/// </param>
public readonly record struct ShardMark(int Shard, int NextSegment, int NextTombstone, UInt128 Checksum)
{
    /// <summary>The mark of a shard of which nothing was read.</summary>
    public static ShardMark Start(int shard) => new(shard, 0, 0, 0);

    /// <summary>The mark after the score file of segment <see cref="NextSegment"/>.</summary>
    public ShardMark Advance(ulong scoreFileChecksum) =>
        this with
        {
            NextSegment = NextSegment + 1,
            Checksum = Link(Checksum, NextSegment, scoreFileChecksum),
        };

    /// <summary>One link of a chain of checksums.</summary>
    internal static UInt128 Link(UInt128 chained, int segment, ulong scoreFileChecksum)
    {
        Span<byte> link = stackalloc byte[28];
        BinaryPrimitives.WriteUInt128LittleEndian(link, chained);
        BinaryPrimitives.WriteInt32LittleEndian(link[16..], segment);
        BinaryPrimitives.WriteUInt64LittleEndian(link[20..], scoreFileChecksum);
        return XxHash128.HashToUInt128(link);
    }
}
