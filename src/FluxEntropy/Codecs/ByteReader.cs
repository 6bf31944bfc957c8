using System.Buffers.Binary;
using System.Text;

namespace FluxEntropy.Codecs;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote. The bytes are not trusted: every length and count is checked against what
/// is left before anything is allocated, and an error names the record and the offset.
/// </summary>
/// <param name="bytes">The payload.</param>
/// <param name="record">What is being read, for error messages: "session log entry".</param>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes, string record)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _offset;

    public readonly int Remaining => _bytes.Length - _offset;

    public byte Byte() => Take(1)[0];

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            if (shift == 63 && next > 1)
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Invalid("an integer is longer than 64 bits");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int32()
    {
        var value = Signed();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw Invalid($"{value} does not fit 32 bits");
    }

    /// <summary>A count or an index: 0 to 2³¹ − 1.</summary>
    public int Natural()
    {
        var value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw Invalid($"{value} is above {int.MaxValue}");
    }

    /// <summary>A count or an index: 0 to 2⁶³ − 1.</summary>
    public long LongNatural()
    {
        var value = Unsigned();
        return value <= long.MaxValue ? (long)value : throw Invalid($"{value} is above {long.MaxValue}");
    }

    /// <summary>The number of items that follow, each of at least <paramref name="itemBytes"/> bytes.</summary>
    public int Count(int itemBytes)
    {
        var value = Unsigned();
        return value <= (ulong)(Remaining / itemBytes)
            ? (int)value
            : throw Invalid($"{value} items are announced, but only {Remaining} bytes follow");
    }

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public UInt128 UInt128() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BitConverter.UInt64BitsToDouble(UInt64());

    public string String()
    {
        var bytes = Take(Count(1));
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("a string is not valid UTF-8");
        }
    }

    /// <summary>Reads the version byte in front of a payload.</summary>
    public void Version(byte supported) => Version(supported, supported);

    /// <summary>Reads the version byte in front of a payload of which several versions are read.</summary>
    public byte Version(byte oldest, byte newest)
    {
        var version = Byte();
        var known = oldest == newest ? $"version {newest}" : $"versions {oldest} to {newest}";
        return version >= oldest && version <= newest
            ? version
            : throw Invalid(
                $"version {version} is unknown (this program reads {known}); use the program that wrote it"
            );
    }

    /// <summary>Requires that the payload has been read completely.</summary>
    public readonly void End()
    {
        if (Remaining != 0)
            throw Invalid($"{Remaining} bytes follow its end");
    }

    public readonly InvalidDataException Invalid(string what) => new($"{record} at byte {_offset}: {what}.");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Remaining < length)
            throw Invalid($"it ends here, but {length} more bytes were expected");
        _offset += length;
        return _bytes.Slice(_offset - length, length);
    }
}
