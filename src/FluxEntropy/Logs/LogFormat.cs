using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace FluxEntropy.Logs;

/// <summary>
/// Byte layout of a term's file, little-endian.
/// <code>
/// header    0  "FLXLOG1\0"
///           8  int64   term, as in the file's name
///          16  int64   term of the predecessor, 0 for none
///          24  int64   length of the predecessor that counts; what is beyond it is void
///          32  uint64  chained hash of the predecessor at that length
///          40  uint64  XXH3-64 of bytes 0 to 39: the start of this file's chain
/// record    0  uint32  length n of the payload, 0 to 64 MiB
///           4  n bytes payload
///         4+n  uint64  XXH3-64 of bytes 0 to 3+n, seeded with the eight bytes before the record
/// </code>
/// So every record is preceded by the hash of everything before it, and can be verified on its own.
/// </summary>
internal static class LogFormat
{
    public const int HeaderBytes = 48;
    public const int LengthBytes = 4;
    public const int HashBytes = 8;
    public const int MaxPayload = 64 << 20;
    private const string Extension = ".log";
    private const string ClaimExtension = ".claim";

    private static ReadOnlySpan<byte> Magic => "FLXLOG1\0"u8;

    public static string FileName(long term) => term.ToString("D8", CultureInfo.InvariantCulture) + Extension;

    /// <summary>Name of the empty file that stands for a term until the term's own file exists.</summary>
    public static string ClaimName(long term) => Path.ChangeExtension(FileName(term), ClaimExtension);

    /// <summary>The term of a log file, or null if the name is not one of a log file.</summary>
    public static long? Term(string fileName) =>
        fileName.EndsWith(Extension, StringComparison.Ordinal)
        && long.TryParse(
            fileName.AsSpan(0, fileName.Length - Extension.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var term
        )
        && FileName(term) == fileName
            ? term
            : null;

    /// <summary>The term that a file claims, as a claim or as a log file; null for other names.</summary>
    public static long? ClaimedTerm(string fileName) =>
        Term(
            fileName.EndsWith(ClaimExtension, StringComparison.Ordinal)
                ? Path.ChangeExtension(fileName, Extension)
                : fileName
        );

    public static byte[] Header(long term, LogCommit predecessor)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), term);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), predecessor.Term);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), predecessor.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), predecessor.Hash);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(40), XxHash3.HashToUInt64(header.AsSpan(0, 40)));
        return header;
    }

    /// <summary>Start of a term's chain: its header, with nothing after it.</summary>
    public static LogCommit Start(ReadOnlySpan<byte> header) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(header[8..]), HeaderBytes, Hash(header[40..]));

    /// <summary>The predecessor that a header fixes; term 0 for none.</summary>
    public static LogCommit Predecessor(ReadOnlySpan<byte> header) =>
        new(
            BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
            Hash(header[32..])
        );

    /// <summary>What is wrong with a header, or null.</summary>
    public static string? Fault(ReadOnlySpan<byte> header, long term)
    {
        if (header.Length < HeaderBytes)
            return $"the header has {header.Length} bytes, expected {HeaderBytes}";
        if (!header.StartsWith(Magic))
            return "it does not begin with FLXLOG1";
        if (XxHash3.HashToUInt64(header[..40]) != Hash(header[40..]))
            return "the checksum of its header is wrong";
        if (Start(header).Term != term)
            return $"its header names term {Start(header).Term}";
        var predecessor = Predecessor(header);
        return
            predecessor is { Term: 0, Length: 0 }
            || (predecessor.Term > 0 && predecessor.Term < term && predecessor.Length >= HeaderBytes)
            ? null
            : $"its header names term {predecessor.Term} with {predecessor.Length} bytes as its predecessor";
    }

    /// <summary>Bytes that a payload takes in a file.</summary>
    public static int RecordBytes(int payload) => LengthBytes + payload + HashBytes;

    public static ulong Hash(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>Appends a record to a buffer; returns the chain after it.</summary>
    public static ulong Write(IBufferWriter<byte> buffer, ReadOnlySpan<byte> payload, ulong chain)
    {
        var bytes = LengthBytes + payload.Length;
        var record = buffer.GetSpan(bytes + HashBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)payload.Length);
        payload.CopyTo(record[LengthBytes..]);
        var next = XxHash3.HashToUInt64(record[..bytes], (long)chain);
        BinaryPrimitives.WriteUInt64LittleEndian(record[bytes..], next);
        buffer.Advance(bytes + HashBytes);
        return next;
    }
}
