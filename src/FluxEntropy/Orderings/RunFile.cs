using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace FluxEntropy.Orderings;

/// <summary>A sorted run in a file, read in place through a memory map.</summary>
/// <remarks>
/// Layout, little-endian: "FLUXRUN1" (8 bytes) | entries of 24 bytes: float32 value, int32 shard, int32 row, int32 tokens,
/// int64 tokens of all entries before | <see cref="RunFooter"/> | uint32 length of the footer | XXH3-64 of everything before it. An
/// entry is one stretch of bytes, because a planner reads single entries at random ranks: columns would touch five cache
/// lines where this touches one.
/// </remarks>
public sealed class RunFile : ISortedRun, IDisposable
{
    private readonly MemoryMappedViewAccessor _view;

    private RunFile(MemoryMappedFile file, long bytes, RunFooter footer)
    {
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
    public OrderingEntry EntryAt(long rank) => Stored(rank).Entry;

    /// <inheritdoc/>
    public long TokensBefore(long rank) => rank == Count ? TotalTokens : Stored(rank).TokensBefore;

    /// <inheritdoc cref="RunWriter.Write"/>
    public static void Write(Stream destination, RunInfo info, IEnumerable<OrderingEntry> entries) =>
        RunWriter.Write(destination, info, entries);

    /// <summary>Opens a run and verifies its checksum, which reads the file once.</summary>
    /// <exception cref="InvalidDataException">The file is not an intact run; the message names file and fault.</exception>
    public static RunFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var footer = RunReader.ReadFooter(stream, path);
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new RunFile(file, stream.Length, footer); // a view outlives its file, whose descriptor is free again
    }

    /// <summary>Reads and verifies a whole run, for a store whose files cannot be mapped.</summary>
    /// <param name="stream">Its content, which can be sought in.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">The stream is not an intact run; the message names file and fault.</exception>
    internal static MemoryRun Read(Stream stream, string path)
    {
        var footer = RunReader.ReadFooter(stream, path);
        var bytes = new byte[footer.Entries * StoredEntry.Bytes];
        stream.Position = RunReader.Magic.Length;
        stream.ReadExactly(bytes);
        var stored = MemoryMarshal.Cast<byte, StoredEntry>(bytes).ToArray();
        return new MemoryRun(footer.Info, stored.Select(entry => entry.Entry));
    }

    /// <inheritdoc/>
    public void Dispose() => _view.Dispose();

    private StoredEntry Stored(long rank)
    {
        if ((ulong)rank >= (ulong)Count)
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"rank: 0 to {Count - 1} was expected.");
        _view.Read(RunReader.Magic.Length + (rank * StoredEntry.Bytes), out StoredEntry entry);
        return entry;
    }
}
