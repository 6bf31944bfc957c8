using System.Buffers.Binary;
using System.IO.Hashing;

namespace FluxEntropy.Orderings;

/// <summary>Reads what every reader of a run file needs first, and verifies the file.</summary>
internal static class RunReader
{
    /// <summary>Bytes behind the footer: its length and the checksum.</summary>
    public const int TrailerBytes = 12;

    public static ReadOnlySpan<byte> Magic => "FLUXRUN1"u8;

    /// <summary>Verifies a run's checksum, which reads it once, and reads its footer.</summary>
    /// <exception cref="InvalidDataException">The stream is not an intact run; the message names file and fault.</exception>
    public static RunFooter ReadFooter(Stream stream, string path)
    {
        InvalidDataException Broken(string what) =>
            new($"{path}: {what}; delete the file, it is rebuilt from the score files.");

        if (stream.Length < Magic.Length + TrailerBytes)
            throw Broken($"{stream.Length} bytes are too few for a run");
        Span<byte> magic = stackalloc byte[8];
        stream.ReadExactly(magic);
        if (!magic.SequenceEqual(Magic))
            throw Broken("it does not begin with FLUXRUN1");
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        stream.Position = stream.Length - TrailerBytes;
        stream.ReadExactly(trailer);
        if (HashOf(stream, stream.Length - 8, path) != BinaryPrimitives.ReadUInt64LittleEndian(trailer[4..]))
            throw Broken("its checksum does not match its content");

        var footerBytes = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        var entryBytes = stream.Length - Magic.Length - TrailerBytes - footerBytes;
        if (entryBytes < 0)
            throw Broken($"a footer of {footerBytes} bytes is longer than the file");
        var bytes = new byte[footerBytes];
        stream.Position = Magic.Length + entryBytes;
        stream.ReadExactly(bytes);
        var footer = RunFooter.Decode(bytes, path);
        return footer.Entries == entryBytes / StoredEntry.Bytes && entryBytes % StoredEntry.Bytes == 0
            ? footer
            : throw Broken($"{footer.Entries} entries are announced, {entryBytes} bytes are there for them");
    }

    private static ulong HashOf(Stream stream, long length, string path)
    {
        var hash = new XxHash3();
        var buffer = new byte[1 << 16];
        stream.Position = 0;
        for (var left = length; left > 0; )
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new EndOfStreamException($"{path}: it became shorter while it was read.");
            hash.Append(buffer.AsSpan(0, read));
            left -= read;
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
