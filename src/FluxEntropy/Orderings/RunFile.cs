using System.Buffers.Binary;
using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using FluxEntropy.Codecs;

namespace FluxEntropy.Orderings;

/// <summary>A sorted run in a file, read in place through a memory map.</summary>
/// <remarks>
/// Layout, little-endian: "FLUXRUN1" (8 bytes) | entries of 24 bytes: float32 value, int32 shard, int32 row, int32 tokens,
/// int64 tokens of all entries before | footer: version byte, entries, total tokens (LEB128), <see cref="RunInfo"/> |
/// uint32 length of the footer | XXH3-64 of everything before it. An entry is one stretch of bytes, because a planner
/// reads single entries at random ranks: columns would touch five cache lines where this touches one.
/// </remarks>
public sealed class RunFile : ISortedRun, IDisposable
{
    private const byte CodecVersion = 2;
    private const int EntryBytes = 24;
    private const int TrailerBytes = 12;
    private static ReadOnlySpan<byte> Magic => "FLUXRUN1"u8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private RunFile(MemoryMappedFile file, long bytes, Footer footer)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.Read);
        (Count, TotalTokens, Info) = footer;
    }

    /// <inheritdoc/>
    public RunInfo Info { get; }

    /// <inheritdoc/>
    public long Count { get; }

    /// <inheritdoc/>
    public long TotalTokens { get; }

    /// <inheritdoc/>
    public OrderingEntry EntryAt(long rank)
    {
        var stored = Stored(rank);
        return new OrderingEntry(stored.Value, stored.Shard, stored.Row, stored.Tokens);
    }

    /// <inheritdoc/>
    public long TokensBefore(long rank) => rank == Count ? TotalTokens : Stored(rank).TokensBefore;

    /// <summary>Writes a run. The entries must come in strictly ascending order; they are streamed, never held.</summary>
    /// <exception cref="ArgumentException">An entry is out of order, repeated, NaN or has a negative token count.</exception>
    public static void Write(Stream destination, RunInfo info, IEnumerable<OrderingEntry> entries)
    {
        var output = new HashingWriter(destination);
        output.Write(Magic);
        var (count, tokens) = (0L, 0L);
        OrderingEntry? last = null;
        foreach (var entry in entries)
        {
            if (float.IsNaN(entry.Value) || entry.Tokens < 0 || last >= entry)
                throw new ArgumentException(
                    $"entries: {entry} cannot follow {last}; strictly ascending ranked entries were expected.",
                    nameof(entries)
                );
            output.Write(
                MemoryMarshal.AsBytes([new StoredEntry(entry.Value, entry.Shard, entry.Row, entry.Tokens, tokens)])
            );
            (last, count, tokens) = (entry, count + 1, checked(tokens + entry.Tokens));
        }

        output.Finish(new Footer(count, tokens, info).Encode());
    }

    /// <summary>Opens a run and verifies its checksum, which reads the file once.</summary>
    /// <exception cref="InvalidDataException">The file is not an intact run; the message names file and fault.</exception>
    public static RunFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var footer = ReadFooter(stream, path);
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new RunFile(file, stream.Length, footer);
    }

    /// <summary>Reads and verifies a whole run, for a store whose files cannot be mapped.</summary>
    /// <param name="stream">Its content, which can be sought in.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">The stream is not an intact run; the message names file and fault.</exception>
    internal static MemoryRun Read(Stream stream, string path)
    {
        var footer = ReadFooter(stream, path);
        var bytes = new byte[footer.Entries * EntryBytes];
        stream.Position = Magic.Length;
        stream.ReadExactly(bytes);
        return new MemoryRun(
            footer.Info,
            MemoryMarshal
                .Cast<byte, StoredEntry>(bytes)
                .ToArray()
                .Select(entry => new OrderingEntry(entry.Value, entry.Shard, entry.Row, entry.Tokens))
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private StoredEntry Stored(long rank)
    {
        if ((ulong)rank >= (ulong)Count)
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"rank: 0 to {Count - 1} was expected.");
        _view.Read(Magic.Length + (rank * EntryBytes), out StoredEntry entry);
        return entry;
    }

    private static Footer ReadFooter(Stream stream, string path)
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
        var footer = Footer.Decode(bytes, path);
        return footer.Entries == entryBytes / EntryBytes && entryBytes % EntryBytes == 0
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

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct StoredEntry(float Value, int Shard, int Row, int Tokens, long TokensBefore);

    private sealed record Footer(long Entries, long TotalTokens, RunInfo Info)
    {
        public byte[] Encode()
        {
            var writer = new ByteWriter();
            writer.Byte(CodecVersion);
            writer.Unsigned((ulong)Entries);
            writer.Unsigned((ulong)TotalTokens);
            Info.WriteTo(writer);
            return writer.ToArray();
        }

        public static Footer Decode(byte[] bytes, string path)
        {
            var reader = new ByteReader(bytes, $"{path}: footer");
            reader.Version(CodecVersion);
            var footer = new Footer(reader.LongNatural(), reader.LongNatural(), RunInfo.ReadFrom(ref reader));
            reader.End();
            return footer;
        }
    }

    /// <summary>Gathers small writes into large ones and hashes them on the way.</summary>
    private sealed class HashingWriter(Stream destination)
    {
        private readonly XxHash3 _hash = new();
        private readonly byte[] _buffer = new byte[1 << 16];
        private int _filled;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length > _buffer.Length - _filled)
                Flush();
            if (bytes.Length > _buffer.Length)
            {
                _hash.Append(bytes);
                destination.Write(bytes);
                return;
            }

            bytes.CopyTo(_buffer.AsSpan(_filled));
            _filled += bytes.Length;
        }

        public void Finish(byte[] footer)
        {
            Write(footer);
            Span<byte> trailer = stackalloc byte[TrailerBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)footer.Length);
            Write(trailer[..4]);
            Flush();
            BinaryPrimitives.WriteUInt64LittleEndian(trailer[4..], _hash.GetCurrentHashAsUInt64());
            destination.Write(trailer[4..]);
        }

        private void Flush()
        {
            _hash.Append(_buffer.AsSpan(0, _filled));
            destination.Write(_buffer, 0, _filled);
            _filled = 0;
        }
    }
}
