namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// Walks Thrift's compact protocol, by which Parquet describes itself, and builds nothing: no length or count is
/// believed that the bytes cannot hold, and no nesting that a stack could not.
/// </summary>
/// <exception cref="EndOfStreamException">From any method: the bytes end within a value.</exception>
/// <exception cref="InvalidDataException">From any method: the bytes are not the compact protocol.</exception>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Deepest nesting; Parquet's own is below ten.</summary>
    public const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the head of a struct's next field; false at the struct's end.</summary>
    /// <param name="id">Number of the field before, 0 for the first; then of this one.</param>
    /// <param name="type">Type of its value, which is next.</param>
    public bool NextField(ref short id, out ThriftType type)
    {
        var head = Byte();
        type = (ThriftType)(head & 0x0f);
        if (type == ThriftType.Stop)
            return head == 0 ? false : throw new InvalidDataException("a field without a type");
        id = head >> 4 is 0 ? checked((short)Integer()) : checked((short)(id + (head >> 4)));
        return true;
    }

    /// <summary>A number of type <see cref="ThriftType.I16"/>, <see cref="ThriftType.I32"/> or <see cref="ThriftType.I64"/>.</summary>
    public long Integer()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>The head of a list: how many values of which type follow.</summary>
    public (int Count, ThriftType Type) List()
    {
        var head = Byte();
        var count = head >> 4 is 15 ? Varint() : (ulong)(head >> 4);
        // Every value takes a byte at least.
        return (Fitting(count), (ThriftType)(head & 0x0f));
    }

    /// <summary>A value of type <see cref="ThriftType.Binary"/>.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Fitting(Varint());
        Position += length;
        return _bytes.Slice(Position - length, length);
    }

    /// <summary>Passes over a value, whatever it holds.</summary>
    public void Skip(ThriftType type, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"nested more than {MaxDepth} deep");
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.I8:
                Byte();
                break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                Integer();
                break;
            case ThriftType.Double:
                Position += Fitting(sizeof(double));
                break;
            case ThriftType.Binary:
                var length = Varint();
                Position += Fitting(length);
                break;
            case ThriftType.List:
                var (count, element) = List();
                for (var i = 0; i < count; i++)
                    Skip(element, depth + 1);
                break;
            case ThriftType.Struct:
                for (short id = 0; NextField(ref id, out var field); )
                    Skip(field, depth + 1);
                break;
            default:
                throw new InvalidDataException($"a value of type {(byte)type}, which Parquet does not use");
        }
    }

    private byte Byte() => Position < _bytes.Length ? _bytes[Position++] : throw new EndOfStreamException();

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("a number of more than 64 bits");
    }

    private readonly int Fitting(ulong length) =>
        length <= (ulong)(_bytes.Length - Position) ? (int)length : throw new EndOfStreamException();
}
