namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// Small whole numbers as Parquet's hybrid of run lengths and packed bits has them: levels, indices into a dictionary,
/// booleans.
/// </summary>
/// <remarks>
/// Runs. Head: varint h. h even: h/2 times one number of ⌈width/8⌉ bytes. h odd: h/2 groups of eight numbers of width
/// bits, the lowest bit first.
/// </remarks>
internal sealed class RunLengths
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _width;
    private int _at;
    private long _repeats;
    private long _packed;
    private long _bit;
    private int _value;

    /// <param name="bytes">The runs.</param>
    /// <param name="width">Bits of a number, 0 to 32.</param>
    /// <exception cref="InvalidDataException">There is no number of that many bits.</exception>
    public RunLengths(ReadOnlyMemory<byte> bytes, int width)
    {
        if (width is < 0 or > 32)
            throw new InvalidDataException($"numbers of {width} bits");
        (_bytes, _width) = (bytes, width);
    }

    /// <summary>The next number.</summary>
    /// <exception cref="EndOfStreamException">There is none; of no bits there is always a 0.</exception>
    public int Next()
    {
        // Of no bits there is one number only, and writers may leave out its runs.
        if (_width == 0)
            return 0;
        while (_repeats == 0 && _packed == 0)
            NextRun();
        if (_repeats > 0)
        {
            _repeats--;
            return _value;
        }

        _packed--;
        return Packed();
    }

    private void NextRun()
    {
        var bytes = _bytes.Span;
        var head = Varint.Read(bytes, ref _at);
        if ((head & 1) == 0)
        {
            _repeats = checked((long)(head >> 1));
            _value = 0;
            for (var i = 0; i < (_width + 7) / 8; i++)
                _value |= (_at < bytes.Length ? bytes[_at++] : throw new EndOfStreamException()) << (8 * i);
            return;
        }

        // The last group may be cut off behind its last number.
        _packed = checked((long)(head >> 1) * 8);
        _bit = 8L * _at;
        var end = _at + checked((long)(head >> 1) * _width);
        _at = (int)Math.Min(end, bytes.Length);
    }

    private int Packed()
    {
        var bytes = _bytes.Span;
        if (_bit + _width > 8L * bytes.Length)
            throw new EndOfStreamException();
        var value = 0UL;
        var first = (int)(_bit >> 3);
        var shift = (int)(_bit & 7);
        for (var i = 0; 8 * i < shift + _width; i++)
            value |= (ulong)bytes[first + i] << (8 * i);
        _bit += _width;
        return (int)(uint)((value >> shift) & ((1UL << _width) - 1));
    }
}
