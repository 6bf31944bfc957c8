using System.Buffers.Binary;
using System.Text;

namespace FluxEntropy.Models.Native;

/// <summary>
/// Reads the versions that a 64-bit little-endian ELF library needs of other libraries, and marks one of them weak, so
/// that the loader accepts a library that lacks it (ELF gABI; Linux Standard Base, "Symbol Versioning").
/// </summary>
/// <remarks>
/// Layout: the dynamic segment (PT_DYNAMIC, 16-byte entries tag/value) gives the addresses of the string table and of
/// the
/// chain of needs. A need is {u16 version, u16 count, u32 file, u32 aux, u32 next}, each with `count` entries
/// {u32 hash, u16 flags, u16 other, u32 name, u32 next}; aux and next are relative to their own entry.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint SegmentLoad = 1;
    private const uint SegmentDynamic = 2;
    private const ulong TagEnd = 0;
    private const ulong TagStrings = 5;
    private const ulong TagNeeds = 0x6ffffffe;
    private const ulong TagNeedCount = 0x6fffffff;
    private const ushort FlagWeak = 2;

    /// <summary>What was found under the name looked for.</summary>
    internal enum Outcome
    {
        /// <summary>The library does not need that version.</summary>
        Absent,

        /// <summary>The need was marked weak before.</summary>
        AlreadyWeak,

        /// <summary>The need was strong, and is marked weak now.</summary>
        Marked,
    }

    /// <summary>Marks every need of <paramref name="version"/> in <paramref name="image"/> weak, in place.</summary>
    /// <exception cref="InvalidDataException">
    /// The image is not a 64-bit little-endian ELF library, or its tables leave it.
    /// </exception>
    internal static Outcome MarkWeak(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        try
        {
            var (strings, needs, count) = FindTables(image);
            var outcome = Outcome.Absent;
            for (ulong i = 0, need = needs; i < count; i++)
            {
                var entries = U16(image, need + 2);
                for (ulong k = 0, entry = need + U32(image, need + 8); k < entries; k++)
                {
                    if (NameIs(image, strings + U32(image, entry + 8), version))
                        outcome =
                            Mark(image, entry + 4) ? Outcome.Marked
                            : outcome is Outcome.Absent ? Outcome.AlreadyWeak
                            : outcome;
                    entry += U32(image, entry + 12);
                }

                need += U32(image, need + 12);
            }

            return outcome;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("an ELF table points outside the file");
        }
    }

    private static bool Mark(Span<byte> image, ulong at)
    {
        var flags = U16(image, at);
        if ((flags & FlagWeak) != 0)
            return false;
        BinaryPrimitives.WriteUInt16LittleEndian(image[checked((int)at)..], (ushort)(flags | FlagWeak));
        return true;
    }

    private static (ulong Strings, ulong Needs, ulong Count) FindTables(ReadOnlySpan<byte> image)
    {
        ulong strings = 0,
            needs = 0,
            count = 0;
        var (at, size) = Segment(image, SegmentDynamic);
        for (var end = at + size; at < end && U64(image, at) != TagEnd; at += 16)
        {
            var value = U64(image, at + 8);
            switch (U64(image, at))
            {
                case TagStrings:
                    strings = FileOffset(image, value);
                    break;
                case TagNeeds:
                    needs = FileOffset(image, value);
                    break;
                case TagNeedCount:
                    count = value;
                    break;
            }
        }

        return (strings, needs, needs == 0 ? 0 : count);
    }

    private static (ulong Offset, ulong Size) Segment(ReadOnlySpan<byte> image, uint type)
    {
        for (var i = 0; i < U16(image, 56); i++)
        {
            var at = U64(image, 32) + (ulong)i * U16(image, 54);
            if (U32(image, at) == type)
                return (U64(image, at + 8), U64(image, at + 32));
        }

        throw new InvalidDataException($"no program header of type {type}");
    }

    /// <summary>Tables name addresses; the loadable segments say where in the file those are.</summary>
    private static ulong FileOffset(ReadOnlySpan<byte> image, ulong address)
    {
        for (var i = 0; i < U16(image, 56); i++)
        {
            var at = U64(image, 32) + (ulong)i * U16(image, 54);
            var start = U64(image, at + 16);
            if (U32(image, at) == SegmentLoad && address >= start && address - start < U64(image, at + 32))
                return U64(image, at + 8) + (address - start);
        }

        throw new InvalidDataException($"no loadable segment holds address 0x{address:x}");
    }

    private static bool NameIs(ReadOnlySpan<byte> image, ulong at, string name)
    {
        var bytes = image[Index(image, at)..];
        return bytes.Length > name.Length
            && bytes[name.Length] == 0
            && bytes[..name.Length].SequenceEqual(Encoding.ASCII.GetBytes(name));
    }

    private static int Index(ReadOnlySpan<byte> image, ulong at) =>
        at < (ulong)image.Length ? (int)at : throw new ArgumentOutOfRangeException(nameof(at));

    private static ushort U16(ReadOnlySpan<byte> image, ulong at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(image[Index(image, at)..]);

    private static uint U32(ReadOnlySpan<byte> image, ulong at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(image[Index(image, at)..]);

    private static ulong U64(ReadOnlySpan<byte> image, ulong at) =>
        BinaryPrimitives.ReadUInt64LittleEndian(image[Index(image, at)..]);
}
