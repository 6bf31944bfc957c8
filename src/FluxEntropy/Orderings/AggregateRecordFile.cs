using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>
/// An <see cref="AggregateRecord"/> in a file: magic "FLXAGGRE", version 1 (int32), the record, XXH3-64 of all before.
/// Records are numbered and published create-if-absent; the highest number counts, so two activations of one aggregator
/// cannot both move it on.
/// </summary>
public static class AggregateRecordFile
{
    /// <summary>Ending of a record's file name.</summary>
    private const int Version = 1;
    private static readonly byte[] Magic = "FLXAGGRE"u8.ToArray();

    public static byte[] Encode(AggregateRecord record)
    {
        using var stream = new MemoryStream();
        stream.Write(Magic);
        stream.Write(BitConverter.GetBytes(Version));
        stream.Write(record.Encode());
        return Checksummed.Seal(stream);
    }

    /// <exception cref="InvalidDataException">The file is damaged or not an aggregate's record.</exception>
    public static AggregateRecord Read(byte[] bytes, string path)
    {
        Checksummed.Verify(bytes, Magic, Version, path);
        return AggregateRecord.Decode(bytes.AsSpan()[(Magic.Length + sizeof(int))..^sizeof(ulong)]);
    }
}
