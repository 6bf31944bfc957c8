namespace FluxEntropy.Sources.Compression;

/// <summary>Compressed bytes, of which those can be given back that a member did not need.</summary>
internal sealed class GzipBuffer(Stream compressed)
{
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _at;
    private int _end;
    private long _before;

    /// <summary>Bytes taken so far.</summary>
    public long Position => _before + _at;

    /// <summary>Takes what is there; nothing at the end. Valid until more is taken.</summary>
    public async ValueTask<ArraySegment<byte>> TakeAsync(CancellationToken cancellationToken)
    {
        if (_at == _end)
        {
            _before += _end;
            (_at, _end) = (0, await compressed.ReadAsync(_bytes, cancellationToken).ConfigureAwait(false));
        }

        var taken = new ArraySegment<byte>(_bytes, _at, _end - _at);
        _at = _end;
        return taken;
    }

    /// <summary>Has the last bytes of what was taken last read again.</summary>
    public void Unread(int count) => _at -= count;

    /// <summary>Fills a buffer.</summary>
    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var taken = await TakeAsync(cancellationToken).ConfigureAwait(false);
            if (taken.Count == 0)
                throw new EndOfStreamException();
            var count = Math.Min(taken.Count, buffer.Length);
            taken.AsMemory(0, count).CopyTo(buffer);
            Unread(taken.Count - count);
            buffer = buffer[count..];
        }
    }

    /// <summary>Passes over zero bytes; false where nothing else follows.</summary>
    public async ValueTask<bool> SkipZerosAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = await TakeAsync(cancellationToken).ConfigureAwait(false);
            if (taken.Count == 0)
                return false;
            var zeros = taken.AsSpan().IndexOfAnyExcept((byte)0);
            if (zeros < 0)
                continue;
            Unread(taken.Count - zeros);
            return true;
        }
    }
}
