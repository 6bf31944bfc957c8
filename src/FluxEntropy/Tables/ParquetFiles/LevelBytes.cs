using System.Buffers.Binary;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Run lengths that have their length before them: uint32, bytes.</summary>
internal static class LevelBytes
{
    /// <summary>The run lengths.</summary>
    /// <param name="bytes">What begins with them.</param>
    /// <param name="rest">What follows them.</param>
    /// <exception cref="EndOfStreamException">They are longer than the bytes.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> rest)
    {
        if (bytes.Length < sizeof(uint))
            throw new EndOfStreamException();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span);
        if (length > bytes.Length - sizeof(uint))
            throw new EndOfStreamException();
        rest = bytes[(sizeof(uint) + (int)length)..];
        return bytes.Slice(sizeof(uint), (int)length);
    }
}
