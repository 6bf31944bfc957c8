using System.Buffers.Binary;
using System.IO.Hashing;

namespace FluxEntropy.Orderings;

/// <summary>Gathers small writes into large ones and hashes them on the way.</summary>
internal sealed class HashingWriter(Stream destination)
{
    private readonly XxHash3 _hash = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _filled)
            Flush();
        if (bytes.Length > _buffer.Length)
        {
            _hash.Append(bytes);
            destination.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    public void Finish(byte[] footer)
    {
        Write(footer);
        Span<byte> trailer = stackalloc byte[RunReader.TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)footer.Length);
        Write(trailer[..4]);
        Flush();
        BinaryPrimitives.WriteUInt64LittleEndian(trailer[4..], _hash.GetCurrentHashAsUInt64());
        destination.Write(trailer[4..]);
    }

    private void Flush()
    {
        _hash.Append(_buffer.AsSpan(0, _filled));
        destination.Write(_buffer, 0, _filled);
        _filled = 0;
    }
}
