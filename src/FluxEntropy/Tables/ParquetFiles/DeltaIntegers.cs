namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Whole numbers as differences to the one before (DELTA_BINARY_PACKED).</summary>
/// <remarks>
/// Varints: values of a block, miniblocks of a block, values in all, the first value (zigzag). Blocks: the least
/// difference (zigzag), a byte of width for each miniblock, the miniblocks: differences less the least, packed,
/// the lowest bit first. Miniblocks that no value needs have no bytes.
/// </remarks>
internal sealed class DeltaIntegers
{
    private const int MaxBlock = 1 << 20;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _miniblockValues;
    private readonly byte[] _widths;
    private int _at;
    private long _left;
    private long _value;
    private bool _started;
    private int _miniblock;
    private int _inMiniblock;
    private long _least;
    private long _bit;

    /// <exception cref="InvalidDataException">The head is none.</exception>
    public DeltaIntegers(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var block = Varint.Read(bytes.Span, ref _at);
        var miniblocks = Varint.Read(bytes.Span, ref _at);
        Count = checked((long)Varint.Read(bytes.Span, ref _at));
        _value = Varint.ReadSigned(bytes.Span, ref _at);
        if (block is 0 or > MaxBlock || miniblocks is 0 || miniblocks > block || block % miniblocks != 0)
            throw new InvalidDataException($"blocks of {block:N0} numbers in {miniblocks:N0} parts");
        _miniblockValues = (int)(block / miniblocks);
        _widths = new byte[miniblocks];
        _miniblock = _widths.Length;
        _left = Count;
    }

    /// <summary>How many there are.</summary>
    public long Count { get; }

    /// <summary>Bytes up to the end of the last; known once all were read.</summary>
    public int End => _at;

    /// <summary>The next number; of 32 bits, the lower half of it.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public long Next()
    {
        if (_left-- <= 0)
            throw new EndOfStreamException();
        if (!_started)
        {
            _started = true;
            return _value;
        }

        if (_miniblock == _widths.Length || _inMiniblock == _miniblockValues)
            NextMiniblock();
        _inMiniblock++;
        return _value = unchecked(_value + _least + (long)Packed(_widths[_miniblock]));
    }

    private void NextMiniblock()
    {
        var bytes = _bytes.Span;
        if (_miniblock < _widths.Length)
            _miniblock++;
        if (_miniblock == _widths.Length)
        {
            _least = Varint.ReadSigned(bytes, ref _at);
            if (bytes.Length - _at < _widths.Length)
                throw new EndOfStreamException();
            bytes.Slice(_at, _widths.Length).CopyTo(_widths);
            _at += _widths.Length;
            _miniblock = 0;
        }

        if (_widths[_miniblock] > 64)
            throw new InvalidDataException($"numbers of {_widths[_miniblock]} bits");
        _inMiniblock = 0;
        _bit = 8L * _at;
        // The last one may be cut off behind its last number.
        _at = (int)Math.Min(_at + (long)_widths[_miniblock] * _miniblockValues / 8, bytes.Length);
    }

    private ulong Packed(int width)
    {
        var bytes = _bytes.Span;
        if (_bit + width > 8L * bytes.Length)
            throw new EndOfStreamException();
        var value = 0UL;
        var first = (int)(_bit >> 3);
        var shift = (int)(_bit & 7);
        for (var i = 0; 8 * i < shift + width; i++)
            value |= i == 0 ? (ulong)bytes[first] >> shift : (ulong)bytes[first + i] << ((8 * i) - shift);
        _bit += width;
        return width == 64 ? value : value & ((1UL << width) - 1);
    }
}
