using System.Buffers.Binary;
using FluxEntropy.Lines;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Values that are written as differences to the ones before.</summary>
internal static class DeltaValues
{
    /// <summary>DELTA_BINARY_PACKED of four or eight bytes.</summary>
    internal sealed class Integers(ReadOnlyMemory<byte> bytes, int width) : IPageValues
    {
        private readonly DeltaIntegers _integers = new(bytes);
        private readonly byte[] _value = new byte[sizeof(long)];

        public ReadOnlySpan<byte> Next()
        {
            BinaryPrimitives.WriteInt64LittleEndian(_value, _integers.Next());
            return _value.AsSpan(0, width);
        }
    }

    /// <summary>DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.</summary>
    internal sealed class Strings : IPageValues
    {
        private readonly ReadOnlyMemory<byte> _bytes;
        private readonly DeltaIntegers _lengths;
        private int _at;

        public Strings(ReadOnlyMemory<byte> bytes) =>
            (_bytes, _lengths, _at) = (bytes, new DeltaIntegers(bytes), EndOf(bytes));

        public ReadOnlySpan<byte> Next()
        {
            var length = _lengths.Next();
            if (length < 0 || length > _bytes.Length - _at)
                throw new EndOfStreamException();
            _at += (int)length;
            return _bytes.Span.Slice(_at - (int)length, (int)length);
        }
    }

    /// <summary>DELTA_BYTE_ARRAY: how much each shares with the one before, then the rest of each as <see cref="Strings"/>.</summary>
    internal sealed class Prefixed(ReadOnlyMemory<byte> bytes) : IPageValues
    {
        private readonly DeltaIntegers _shared = new(bytes);
        private readonly Strings _rests = new(bytes[EndOf(bytes)..]);
        private byte[] _value = new byte[256];
        private int _length;

        public ReadOnlySpan<byte> Next()
        {
            var shared = _shared.Next();
            var rest = _rests.Next();
            if (shared < 0 || shared > _length)
                throw new InvalidDataException("a value shares more with the one before than that has");
            // What is longer is refused in any case, but its beginning may be wanted by the next.
            if (shared + rest.Length > 2L * RecordLimit.Bytes)
                throw new InvalidDataException($"a value of {shared + rest.Length:N0} bytes");
            _length = (int)shared + rest.Length;
            if (_value.Length < _length)
                Array.Resize(ref _value, Math.Max(_length, 2 * _value.Length));
            rest.CopyTo(_value.AsSpan((int)shared));
            return _value.AsSpan(0, _length);
        }
    }

    /// <summary>Where the numbers end that the bytes begin with.</summary>
    private static int EndOf(ReadOnlyMemory<byte> bytes)
    {
        var numbers = new DeltaIntegers(bytes);
        if (numbers.Count > PageValues.MaxValues)
            throw new InvalidDataException($"{numbers.Count:N0} values in a page");
        for (var left = numbers.Count; left > 0; left--)
            numbers.Next();
        return numbers.End;
    }
}
