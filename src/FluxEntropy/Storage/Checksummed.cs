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
    /// <exception cref="InvalidDataException">One of them is wrong; the message names the file and what was found.</exception>
    public static ulong Verify(ReadOnlySpan<byte> file, ReadOnlySpan<byte> magic, int version, string path) =>
        Verify(file, magic, (version, version), path).Checksum;

    /// <summary>The same of a kind of file that is read in several versions; also returns which this one has.</summary>
    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, int, string)" path="/exception"/>
    public static (int Version, ulong Checksum) Verify(
        ReadOnlySpan<byte> file,
        ReadOnlySpan<byte> magic,
        (int Oldest, int Newest) versions,
        string path
    )
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
        var version = BinaryPrimitives.ReadInt32LittleEndian(file[magic.Length..]);
        if (version < versions.Oldest || version > versions.Newest)
            throw new InvalidDataException($"{path}: has version {version}; this program reads {Name(versions)}.");
        var checksum = BinaryPrimitives.ReadUInt64LittleEndian(file[^sizeof(ulong)..]);
        var computed = XxHash3.HashToUInt64(file[..^sizeof(ulong)]);
        return checksum == computed
            ? (version, checksum)
            : throw new InvalidDataException(
                $"{path}: is damaged: its checksum is {checksum:x16}, its content gives {computed:x16}."
            );
    }

    private static string Name((int Oldest, int Newest) versions) =>
        versions.Oldest == versions.Newest
            ? $"version {versions.Newest}"
            : $"versions {versions.Oldest} to {versions.Newest}";
}
