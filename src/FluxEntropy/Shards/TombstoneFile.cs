using FluxEntropy.Codecs;
using FluxEntropy.Storage;

namespace FluxEntropy.Shards;

/// <summary>
/// Consecutive tombstones of a shard: magic "FLXTOMBS", version 1 (int32), corpus, shard, first number, count; then
/// row, segment, bytes and held out (byte) of each, as <see cref="ByteWriter"/> writes them; then XXH3-64 of everything
/// before.
/// </summary>
/// <param name="CorpusId">The corpus.</param>
/// <param name="Shard">The shard.</param>
/// <param name="First">Number of the first one.</param>
/// <param name="Tombstones">At least one, numbered consecutively from <paramref name="First"/>.</param>
public sealed record TombstoneFile(string CorpusId, int Shard, int First, IReadOnlyList<Tombstone> Tombstones)
{
    private const int Version = 1;
    private static readonly byte[] Magic = "FLXTOMBS"u8.ToArray();

    /// <summary>Number after the last one.</summary>
    public int End => First + Tombstones.Count;

    public byte[] Encode()
    {
        var writer = new ByteWriter();
        writer.String(CorpusId);
        writer.Count(Shard);
        writer.Count(First);
        writer.Count(Tombstones.Count);
        foreach (var tombstone in Tombstones)
        {
            writer.Count(tombstone.Row);
            writer.Count(tombstone.Segment);
            writer.Count(tombstone.Bytes);
            writer.Byte(tombstone.HeldOut ? (byte)1 : (byte)0);
        }

        using var stream = new MemoryStream();
        stream.Write(Magic);
        stream.Write(BitConverter.GetBytes(Version));
        stream.Write(writer.ToArray());
        return Checksummed.Seal(stream);
    }

    /// <exception cref="InvalidDataException">The file is damaged, or does not belong where its name says.</exception>
    public static TombstoneFile Read(byte[] bytes, string path)
    {
        Checksummed.Verify(bytes, Magic, Version, path);
        var reader = new ByteReader(bytes.AsSpan()[(Magic.Length + sizeof(int))..^sizeof(ulong)], path);
        var (corpus, shard, first) = (reader.String(), reader.Natural(), reader.Natural());
        var tombstones = new Tombstone[reader.Count(4)];
        for (var i = 0; i < tombstones.Length; i++)
            tombstones[i] = new Tombstone(
                first + i,
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Byte() != 0
            );
        reader.End();
        if (tombstones.Length == 0 || path != DataLayout.TombstoneFile(corpus, shard, first))
            throw new InvalidDataException(
                $"{path}: it holds {tombstones.Length} tombstones from {first} on of shard {shard} of corpus {corpus}"
            );
        return new TombstoneFile(corpus, shard, first, tombstones);
    }
}
