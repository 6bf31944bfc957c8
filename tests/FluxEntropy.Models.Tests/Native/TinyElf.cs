using System.Buffers.Binary;
using System.Text;

namespace FluxEntropy.Models.Tests.Native;

/// <summary>
/// The smallest ELF file that has version needs: header, two program headers, dynamic segment, needs, strings.
/// </summary>
internal static class TinyElf
{
    private const int Base = 0x1000;

    internal static byte[] WithNeeds(params (string Library, string[] Versions)[] needs)
    {
        const int programs = 64,
            dynamic = programs + 2 * 56,
            table = dynamic + 4 * 16;
        var strings = table + needs.Sum(n => 16 + 16 * n.Versions.Length);
        var image = new byte[strings + 1024];
        "\u007fELF"u8.CopyTo(image);
        image[4] = 2;
        image[5] = 1;
        U64(image, 32, programs);
        U16(image, 54, 56);
        U16(image, 56, 2);
        Segment(image, programs, type: 1, offset: 0, size: image.Length);
        Segment(image, programs + 56, type: 2, dynamic, size: 64);
        Entry(image, dynamic, 5, Base + strings);
        Entry(image, dynamic + 16, 0x6ffffffe, Base + table);
        Entry(image, dynamic + 32, 0x6fffffff, needs.Length);

        var at = table;
        var text = new StringBuilder("\0");
        foreach (var (library, versions) in needs)
        {
            U16(image, at, 1);
            U16(image, at + 2, versions.Length);
            U32(image, at + 4, Name(text, library));
            U32(image, at + 8, 16);
            U32(image, at + 12, 16 + 16 * versions.Length);
            at += 16;
            foreach (var version in versions)
            {
                U32(image, at + 8, Name(text, version));
                U32(image, at + 12, 16);
                at += 16;
            }
        }

        Encoding.ASCII.GetBytes(text.ToString()).CopyTo(image, strings);
        return image;
    }

    private static int Name(StringBuilder text, string name)
    {
        var at = text.Length;
        text.Append(name).Append('\0');
        return at;
    }

    private static void Segment(byte[] image, int at, uint type, int offset, int size)
    {
        U32(image, at, (int)type);
        U64(image, at + 8, offset);
        U64(image, at + 16, Base + offset);
        U64(image, at + 32, size);
    }

    private static void Entry(byte[] image, int at, long tag, long value)
    {
        U64(image, at, tag);
        U64(image, at + 8, value);
    }

    private static void U16(byte[] image, int at, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), (ushort)value);

    private static void U32(byte[] image, int at, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at), value);

    private static void U64(byte[] image, int at, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), value);
}
