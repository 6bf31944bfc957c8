using System.Runtime.InteropServices;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>
/// The token ids of one segment's rows under one tokenizer, so that training reads what scoring tokenized. Little-endian:
/// <code>
/// 8      magic "FLXTOKEN"
/// 4      version, 1
/// 4      bytes of a token: 2, or 4 where an id exceeds 65,535
/// 4      first row of the segment
/// 4      rows n
/// 4(n+1) offset of each row in tokens, and the total
///        token ids, uint16 or uint32
/// 8      XXH3-64 of everything before
/// </code>
/// </summary>
public sealed class TokenFile
{
    internal const int HeaderBytes = 24;
    private const int Version = 1;
    private static readonly byte[] Magic = "FLXTOKEN"u8.ToArray();

    private readonly int[] _offsets;
    private readonly byte[] _tokens;
    private readonly int _width;

    private TokenFile(int firstRow, int[] offsets, byte[] tokens, int width)
    {
        FirstRow = firstRow;
        _offsets = offsets;
        _tokens = tokens;
        _width = width;
    }

    /// <summary>First row of the segment within its shard.</summary>
    public int FirstRow { get; }

    /// <summary>Where each row begins, in tokens, and their number. [rows + 1]</summary>
    internal int[] Offsets => _offsets;

    /// <summary>Bytes of a token.</summary>
    internal int Width => _width;

    /// <summary>Rows of the segment.</summary>
    public int Rows => _offsets.Length - 1;

    /// <summary>Tokens of a row, BOS included.</summary>
    /// <param name="index">Row within the segment.</param>
    public int Length(int index) => _offsets[index + 1] - _offsets[index];

    /// <summary>The largest token id of a row; −1 where it has none.</summary>
    /// <param name="index">Row within the segment.</param>
    public int Largest(int index)
    {
        var ids = new int[Length(index)];
        CopyTo(index, 0, ids);
        return ids.DefaultIfEmpty(-1).Max();
    }

    /// <summary>Copies a row's tokens.</summary>
    /// <param name="index">Row within the segment.</param>
    /// <param name="from">First token wanted.</param>
    /// <param name="destination">Receives as many tokens as it is long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row has fewer tokens.</exception>
    public void CopyTo(int index, int from, Span<int> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + destination.Length, Length(index), nameof(destination));
        Widen(_tokens.AsSpan((_offsets[index] + from) * _width, destination.Length * _width), _width, destination);
    }

    /// <summary>Token ids out of bytes, so many for each.</summary>
    internal static void Widen(ReadOnlySpan<byte> bytes, int width, Span<int> tokens)
    {
        if (width == sizeof(int))
        {
            MemoryMarshal.Cast<byte, int>(bytes).CopyTo(tokens);
            return;
        }
        var narrow = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < narrow.Length; i++)
            tokens[i] = narrow[i];
    }

    /// <summary>Bytes of a token file for rows that follow each other from <paramref name="firstRow"/> on.</summary>
    public static byte[] Encode(int firstRow, IReadOnlyList<int[]> rows)
    {
        var wide = rows.Any(row => row.Any(id => id > ushort.MaxValue));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(wide ? sizeof(int) : sizeof(ushort));
        writer.Write(firstRow);
        writer.Write(rows.Count);
        var offset = 0;
        writer.Write(offset);
        foreach (var row in rows)
            writer.Write(offset = checked(offset + row.Length));
        foreach (var id in rows.SelectMany(row => row))
        {
            if (wide)
                writer.Write(id);
            else
                writer.Write((ushort)id);
        }
        return Checksummed.Seal(stream);
    }

    /// <summary>Reads and checks a token file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, or not a token file.</exception>
    public static TokenFile Read(byte[] bytes, string path)
    {
        Checksummed.Verify(bytes, Magic, Version, path);
        var reader = new CheckedReader(
            bytes.AsMemory(0, bytes.Length - sizeof(ulong)),
            Magic.Length + sizeof(int),
            path
        );
        var width = reader.Int32("bytes of a token");
        if (width is not (sizeof(ushort) or sizeof(int)))
            throw new InvalidDataException($"{path}: {width} bytes a token; expected 2 or 4.");
        var firstRow = reader.Int32("first row");
        var rows = reader.Int32("rows");
        var offsets = MemoryMarshal.Cast<byte, int>(reader.Take((rows + 1L) * sizeof(int))).ToArray();
        for (var i = 0; i < rows; i++)
        {
            if (offsets[i] > offsets[i + 1] || offsets[0] != 0)
                throw new InvalidDataException($"{path}: offsets of row {i} fall.");
        }
        var tokens = reader.Take(offsets[^1] * (long)width).ToArray();
        reader.RequireEnd();
        return new TokenFile(firstRow, offsets, tokens, width);
    }
}
