using System.Buffers.Binary;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Values of PLAIN: one behind another; strings have their length before them, booleans are bits.</summary>
internal static class PlainValues
{
    /// <summary>Values of so many bytes each.</summary>
    internal sealed class Fixed(ReadOnlyMemory<byte> bytes, int width) : IPageValues
    {
        private int _at;

        public ReadOnlySpan<byte> Next()
        {
            if (bytes.Length - _at < width)
                throw new EndOfStreamException();
            _at += width;
            return bytes.Span.Slice(_at - width, width);
        }
    }

    /// <summary>Strings: uint32 length, bytes.</summary>
    internal sealed class Strings(ReadOnlyMemory<byte> bytes) : IPageValues
    {
        private int _at;

        public ReadOnlySpan<byte> Next()
        {
            if (bytes.Length - _at < sizeof(uint))
                throw new EndOfStreamException();
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[_at..]);
            if (length > bytes.Length - _at - sizeof(uint))
                throw new EndOfStreamException();
            var value = bytes.Span.Slice(_at + sizeof(uint), (int)length);
            _at += sizeof(uint) + (int)length;
            return value;
        }
    }

    /// <summary>Booleans: a bit each, the lowest of a byte first.</summary>
    internal sealed class Bits(ReadOnlyMemory<byte> bytes) : IPageValues
    {
        private long _at;

        public ReadOnlySpan<byte> Next()
        {
            if (_at >= 8L * bytes.Length)
                throw new EndOfStreamException();
            var set = (bytes.Span[(int)(_at >> 3)] >> (int)(_at & 7)) & 1;
            _at++;
            return set == 1 ? [1] : [0];
        }
    }

    /// <summary>BYTE_STREAM_SPLIT: first the lowest byte of every value, then the second, and so on.</summary>
    internal sealed class Split(ReadOnlyMemory<byte> bytes, int width) : IPageValues
    {
        private readonly byte[] _value = new byte[width];
        private readonly int _count = bytes.Length / width;
        private int _at;

        public ReadOnlySpan<byte> Next()
        {
            if (_at >= _count)
                throw new EndOfStreamException();
            for (var i = 0; i < width; i++)
                _value[i] = bytes.Span[(i * _count) + _at];
            _at++;
            return _value;
        }
    }
}
