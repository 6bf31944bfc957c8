namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Whole numbers of seven bits a byte, the lowest first (ULEB128).</summary>
internal static class Varint
{
    /// <summary>Reads one and moves on behind it.</summary>
    /// <exception cref="EndOfStreamException">The bytes end within it.</exception>
    /// <exception cref="InvalidDataException">It has more than 64 bits.</exception>
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = at < bytes.Length ? bytes[at++] : throw new EndOfStreamException();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("a number of more than 64 bits");
    }

    /// <summary>Reads one with a sign, which is its lowest bit (zigzag).</summary>
    public static long ReadSigned(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = Read(bytes, ref at);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
