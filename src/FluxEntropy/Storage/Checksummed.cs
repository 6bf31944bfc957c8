using System.Buffers.Binary;
using System.IO.Hashing;

namespace FluxEntropy.Storage;

/// <summary>Files that begin with a magic and a version and end with the XXH3-64 of everything before.</summary>
internal static class Checksummed
{
    /// <summary>The stream's bytes, followed by their checksum.</summary>
    public static byte[] Seal(MemoryStream content)
    {
        Span<byte> checksum = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(
            checksum,
            XxHash3.HashToUInt64(content.GetBuffer().AsSpan(0, (int)content.Length))
        );
        content.Write(checksum);
        return content.ToArray();
    }

    /// <summary>Checks magic, version and checksum, and returns the checksum.</summary>
    /// <exception cref="InvalidDataException">
    /// One of them is wrong; the message names the file and what was found.
    /// </exception>
    public static ulong Verify(ReadOnlySpan<byte> file, ReadOnlySpan<byte> magic, int version, string path)
    {
        var overhead = magic.Length + sizeof(int) + sizeof(ulong);
        if (file.Length < overhead)
            throw new InvalidDataException(
                $"{path}: {file.Length} bytes are too few for a file of this kind: it is truncated."
            );
        if (!file.StartsWith(magic))
            throw new InvalidDataException(
                $"{path}: begins with {Convert.ToHexString(file[..magic.Length])}, not with the magic number "
                    + $"{Convert.ToHexString(magic)}: it is another kind of file."
            );
        var found = BinaryPrimitives.ReadInt32LittleEndian(file[magic.Length..]);
        if (found != version)
            throw new InvalidDataException($"{path}: has version {found}; this program reads version {version}.");
        var checksum = BinaryPrimitives.ReadUInt64LittleEndian(file[^sizeof(ulong)..]);
        var computed = XxHash3.HashToUInt64(file[..^sizeof(ulong)]);
        return checksum == computed
            ? checksum
            : throw new InvalidDataException(
                $"{path}: is damaged: its checksum is {checksum:x16}, its content gives {computed:x16}."
            );
    }
}
