using System.Buffers.Binary;
using System.IO.Hashing;
using FluxEntropy.Storage;

namespace FluxEntropy.Logs;

/// <summary>Reads one term's file through a buffer, so that adjacent records cost one read. Not thread-safe.</summary>
internal sealed class LogFile : IDisposable
{
    private const int WindowBytes = 128 << 10;
    private readonly IReadableFile _file;
    private byte[] _window = [];
    private long _windowStart;
    private int _windowBytes;

    private LogFile(string path, IReadableFile file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    public long Length => _file.Length;

    /// <summary>The term before its first record.</summary>
    public LogCommit Start { get; private set; }

    /// <summary>The part of the previous term that counts; term 0 for none.</summary>
    public LogCommit Predecessor { get; private set; }

    /// <exception cref="LogCorruptException">
    /// The file or its header is missing or damaged: headers are durable before anything else.
    /// </exception>
    public static async Task<LogFile> OpenAsync(
        IFileStore store,
        string folder,
        long term,
        CancellationToken cancellationToken
    )
    {
        var path = $"{folder}/{LogFormat.FileName(term)}";
        LogFile file;
        try
        {
            file = new LogFile(path, store.OpenRead(path));
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LogCorruptException(
                $"log file '{path}' is missing, and later terms build on it: restore it from a copy"
            );
        }

        var header = await file.BytesAsync(0, LogFormat.HeaderBytes, cancellationToken);
        if (LogFormat.Fault(header.Span, term) is { } fault)
        {
            file.Dispose();
            throw new LogCorruptException($"log file '{path}' is damaged: {fault}. Restore it from a copy");
        }

        file.Start = LogFormat.Start(header.Span);
        file.Predecessor = LogFormat.Predecessor(header.Span);
        return file;
    }

    /// <summary>Whether the file holds what was committed, according to the hash at its end.</summary>
    public async Task<bool> HoldsAsync(LogCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Length < LogFormat.HeaderBytes)
            return commit.Length == 0;
        var hash = await BytesAsync(commit.Length - LogFormat.HashBytes, LogFormat.HashBytes, cancellationToken);
        return hash.Length == LogFormat.HashBytes && LogFormat.Hash(hash.Span) == commit.Hash;
    }

    /// <summary>The longest valid continuation of a prefix; a record that a crash cut short is left out.</summary>
    public async Task<LogCommit> ExtendAsync(LogCommit prefix, CancellationToken cancellationToken)
    {
        while (await RecordAsync(prefix.Length, long.MaxValue, cancellationToken) is { } record)
            prefix = prefix with { Length = record.End, Hash = record.Hash };
        return prefix;
    }

    /// <summary>The valid record at an offset, or null. The payload is only valid until the next read.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Payload, long End, ulong Hash)?> RecordAsync(
        long offset,
        long limit,
        CancellationToken cancellationToken
    )
    {
        const int before = LogFormat.HashBytes;
        var head = await BytesAsync(offset - before, before + LogFormat.LengthBytes, cancellationToken);
        if (head.Length < before + LogFormat.LengthBytes)
            return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head.Span[before..]);
        var end = offset + LogFormat.LengthBytes + length + LogFormat.HashBytes;
        if (length > LogFormat.MaxPayload || end > Math.Min(limit, Length))
            return null;

        var bytes = await BytesAsync(offset - before, (int)(end - offset) + before, cancellationToken);
        if (bytes.Length < (int)(end - offset) + before)
            return null;
        var record = bytes[before..^LogFormat.HashBytes];
        var hash = LogFormat.Hash(bytes.Span[^LogFormat.HashBytes..]);
        return XxHash3.HashToUInt64(record.Span, (long)LogFormat.Hash(bytes.Span)) == hash
            ? (record[LogFormat.LengthBytes..], end, hash)
            : null;
    }

    /// <summary>Offset of the first valid record that begins at or after an offset, or null.</summary>
    public async Task<long?> FindRecordAsync(long from, CancellationToken cancellationToken)
    {
        for (var offset = from; offset + LogFormat.RecordBytes(0) <= Length; offset++)
        {
            if (await RecordAsync(offset, long.MaxValue, cancellationToken) is not null)
                return offset;
        }

        return null;
    }

    public void Dispose() => _file.Dispose();

    private async ValueTask<ReadOnlyMemory<byte>> BytesAsync(
        long offset,
        int count,
        CancellationToken cancellationToken
    )
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowBytes)
        {
            if (_window.Length < count)
                _window = new byte[Math.Max(count, Math.Min(WindowBytes, _file.Length - offset))];
            _windowStart = offset;
            _windowBytes = await _file.ReadAsync(offset, _window, cancellationToken);
        }

        var start = (int)(offset - _windowStart);
        return _window.AsMemory(start, Math.Min(count, _windowBytes - start));
    }
}
