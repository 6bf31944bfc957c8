using System.Buffers;
using System.Buffers.Binary;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// A file's description of itself, checked and cut down to what the reading library needs of it. The library believes
/// every count, follows every nesting, and loses its way in structures that it does not know; so it is handed a footer
/// in which there are none.
/// </summary>
/// <remarks>
/// File: "PAR1"; column chunks; footer (FileMetaData, Thrift compact); uint32 length of the footer; "PAR1".
/// An encrypted footer ends in "PARE". Fields: <see cref="ParquetShapes"/>.
/// </remarks>
internal sealed class ParquetFooter
{
    private const int MaxBytes = 64 << 20;
    private const int TailBytes = 8;
    private const int MaxColumnDepth = 64;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly List<int> _children = [];

    private ParquetFooter() { }

    /// <summary>Reads a file's footer.</summary>
    /// <returns>Bytes before the footer, and all that follows them, cut down.</returns>
    /// <exception cref="FormatException">The file is none of Parquet, is truncated, damaged or encrypted; the message
    /// says which.</exception>
    public static async ValueTask<(long DataBytes, byte[] Tail)> ReadAsync(
        Stream file,
        CancellationToken cancellationToken
    )
    {
        if (file.Length < 4 + TailBytes)
            throw new FormatException($"{file.Length:N0} bytes are no Parquet file; it is truncated or something else");
        var magic = new byte[4];
        file.Position = 0;
        await file.ReadExactlyAsync(magic, cancellationToken).ConfigureAwait(false);
        var tail = new byte[TailBytes];
        file.Position = file.Length - TailBytes;
        await file.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        if (magic.AsSpan().SequenceEqual("PARE"u8) || tail.AsSpan(4).SequenceEqual("PARE"u8))
            throw Encrypted();
        if (!magic.AsSpan().SequenceEqual("PAR1"u8))
            throw new FormatException("it does not begin as Parquet does (\"PAR1\"); it is damaged or something else");
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw new FormatException("it does not end as Parquet does (\"PAR1\"); it is truncated: fetch it again");
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        var data = file.Length - TailBytes - length;
        if (data < 4)
            throw new FormatException(
                $"the footer is damaged: {length:N0} bytes do not fit the file's {file.Length:N0}"
            );
        if (length > MaxBytes)
            throw new FormatException(
                $"the footer has {length:N0} bytes, at most {MaxBytes >> 20} MiB are read; write larger row groups"
            );
        var footer = new byte[length];
        file.Position = data;
        await file.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);
        return (data, CutDown(footer));
    }

    /// <summary>A footer with what comes behind it, without all that is of no use to the library.</summary>
    private static byte[] CutDown(ReadOnlySpan<byte> footer)
    {
        var cut = new ParquetFooter();
        try
        {
            var reader = new ThriftReader(footer);
            cut.Copy(footer, ref reader, ParquetShapes.FileMetaData);
        }
        catch (Exception damage) when (damage is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new FormatException(
                $"the footer is damaged ({(damage is EndOfStreamException ? "it ends within a value" : damage.Message)})",
                damage
            );
        }

        cut.CheckNesting();
        Span<byte> tail = stackalloc byte[TailBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, (uint)cut._kept.WrittenCount);
        "PAR1"u8.CopyTo(tail[4..]);
        cut._kept.Write(tail);
        return cut._kept.WrittenSpan.ToArray();
    }

    private void Copy(ReadOnlySpan<byte> bytes, ref ThriftReader reader, ThriftShape shape)
    {
        if (shape == ParquetShapes.SchemaElement)
            _children.Add(0);
        short id = 0;
        short kept = 0;
        while (reader.NextField(ref id, out var type))
        {
            Refuse(shape, id);
            if (shape.Of(id, type) is not { } field)
            {
                reader.Skip(type);
                continue;
            }

            Head(ref kept, id, type);
            if (field.Type == ThriftType.List)
                CopyList(bytes, ref reader, field);
            else if (field.Inner is { } inner)
                Copy(bytes, ref reader, inner);
            else
                CopyValue(
                    bytes,
                    ref reader,
                    type,
                    countsChildren: shape == ParquetShapes.SchemaElement && id == ParquetShapes.NumChildren
                );
        }

        _kept.Write("\0"u8);
    }

    private void CopyValue(ReadOnlySpan<byte> bytes, ref ThriftReader reader, ThriftType type, bool countsChildren)
    {
        var start = reader.Position;
        if (countsChildren)
            _children[^1] = checked((int)reader.Integer());
        else
            reader.Skip(type);
        _kept.Write(bytes[start..reader.Position]);
    }

    private void CopyList(ReadOnlySpan<byte> bytes, ref ThriftReader reader, ThriftShape.Field field)
    {
        var start = reader.Position;
        var (count, element) = reader.List();
        if (count > 0 && element != field.Element)
            throw new InvalidDataException(
                $"field {field.Id} lists values of type {(byte)element} in place of {(byte)field.Element}"
            );
        _kept.Write(bytes[start..reader.Position]);
        for (var i = 0; i < count; i++)
        {
            if (field.Inner is { } inner)
                Copy(bytes, ref reader, inner);
            else
                CopyValue(bytes, ref reader, element, countsChildren: false);
        }
    }

    private static void Refuse(ThriftShape shape, short id)
    {
        if (
            (shape == ParquetShapes.FileMetaData && id == ParquetShapes.EncryptionAlgorithm)
            || (shape == ParquetShapes.ColumnChunk && id == ParquetShapes.CryptoMetaData)
        )
            throw Encrypted();
        if (shape == ParquetShapes.ColumnChunk && id == ParquetShapes.FilePath)
            throw new FormatException("its columns lie in other files; name those files in its place");
    }

    private static FormatException Encrypted() => new("the file is encrypted; decrypt it first");

    private void Head(ref short before, short id, ThriftType type)
    {
        // No two numbers that are kept are further apart than the short form of a head reaches.
        if (id <= before || id - before > 15)
            throw new InvalidDataException($"field {id} stands behind field {before}");
        _kept.Write([(byte)(((id - before) << 4) | (byte)type)]);
        before = id;
    }

    /// <summary>
    /// The columns are a tree written in preorder, each with the number of its children; the library follows it by
    /// recursion.
    /// </summary>
    private void CheckNesting()
    {
        if (_children.Count == 0)
            throw new FormatException("the footer names no columns; the file is damaged");
        var open = new Stack<int>();
        for (var i = 0; i < _children.Count; i++)
        {
            if (i > 0 && open.Count == 0)
                throw new FormatException("the footer is damaged: a column stands outside the table");
            if (i > 0)
                open.Push(open.Pop() - 1);
            if (_children[i] > 0)
                open.Push(_children[i]);
            while (open.TryPeek(out var left) && left == 0)
                open.Pop();
            if (open.Count > MaxColumnDepth)
                throw new FormatException($"columns are nested more than {MaxColumnDepth} deep; flatten the table");
        }

        if (open.Count > 0)
            throw new FormatException("the footer is damaged: fewer columns than it counts");
    }
}
