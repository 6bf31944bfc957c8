using System.Buffers;
using System.Runtime.InteropServices;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>A token file that stays open, so that single rows are read in place; in memory are its offsets alone.</summary>
public sealed class OpenTokenFile : IDisposable
{
    private readonly IReadableFile _file;
    private readonly int[] _offsets;
    private readonly int _width;

    private OpenTokenFile(IReadableFile file, int firstRow, int[] offsets, int width) =>
        (_file, FirstRow, _offsets, _width) = (file, firstRow, offsets, width);

    /// <summary>First row of the segment within its shard.</summary>
    public int FirstRow { get; }

    /// <summary>Rows of the segment.</summary>
    public int Rows => _offsets.Length - 1;

    /// <summary>Opens a token file.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="path">Its name.</param>
    /// <param name="isKnown">Whether this process has verified it before: then only its head is read.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, or not a token file.</exception>
    public static async Task<OpenTokenFile> OpenAsync(IFileStore store, string path, bool isKnown)
    {
        if (!isKnown)
        {
            var whole = TokenFile.Read(await store.ReadAsync(path), path);
            return new OpenTokenFile(store.OpenRead(path), whole.FirstRow, whole.Offsets, whole.Width);
        }
        var file = store.OpenRead(path);
        try
        {
            var head = MemoryMarshal.Cast<byte, int>(await ReadAsync(file, 0, TokenFile.HeaderBytes, path)).ToArray();
            var (width, firstRow, rows) = (head[3], head[4], head[5]);
            var offsets = MemoryMarshal
                .Cast<byte, int>(await ReadAsync(file, TokenFile.HeaderBytes, (rows + 1) * sizeof(int), path))
                .ToArray();
            return new OpenTokenFile(file, firstRow, offsets, width);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Tokens of a row of the shard, BOS included.</summary>
    public int Length(int row) => _offsets[row - FirstRow + 1] - _offsets[row - FirstRow];

    /// <summary>Copies a row's tokens.</summary>
    /// <param name="row">Row of the shard.</param>
    /// <param name="from">First token wanted.</param>
    /// <param name="destination">Receives as many tokens as it is long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row has fewer tokens.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public async ValueTask CopyToAsync(int row, int from, Memory<int> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + destination.Length, Length(row), nameof(destination));
        var bytes = destination.Length * _width;
        var buffer = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            var at =
                TokenFile.HeaderBytes
                + _offsets.Length * sizeof(int)
                + (_offsets[row - FirstRow] + (long)from) * _width;
            if (await _file.ReadAsync(at, buffer.AsMemory(0, bytes)) != bytes)
                throw new InvalidDataException(
                    $"row {row} ends in the middle of a token file, which was whole before; restore the file from a backup."
                );
            TokenFile.Widen(buffer.AsSpan(0, bytes), _width, destination.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static async Task<byte[]> ReadAsync(IReadableFile file, long offset, int bytes, string path)
    {
        var buffer = new byte[bytes];
        return await file.ReadAsync(offset, buffer) == bytes
            ? buffer
            : throw new InvalidDataException(
                $"{path}: it ends before byte {offset + bytes}, and was whole before; restore the file from a backup."
            );
    }
}
