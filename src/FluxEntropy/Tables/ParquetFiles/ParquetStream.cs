namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// A Parquet file as the library is to see it: its data, then a footer that may be believed. The end is an error and
/// not a shorter answer, since the library does not look how much it was given.
/// </summary>
/// <param name="file">The file; left open.</param>
/// <param name="dataBytes">Bytes before its own footer.</param>
/// <param name="tail">What stands behind them.</param>
/// <param name="unreadable">What is thrown where the disk failed, which is not the fault of the file.</param>
internal sealed class ParquetStream(Stream file, long dataBytes, byte[] tail, Func<IOException, Exception> unreadable)
    : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => dataBytes + tail.Length;

    public override long Position { get; set; }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position =
            offset
            + origin switch
            {
                SeekOrigin.Begin => 0,
                SeekOrigin.Current => Position,
                _ => Length,
            };
        return Position = position is >= 0 && position <= Length ? position : throw new EndOfStreamException();
    }

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        ReadExactly(one);
        return one[0];
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (Position >= Length)
            throw new EndOfStreamException();
        var count =
            Position < dataBytes
                ? ReadData(buffer[..(int)Math.Min(buffer.Length, dataBytes - Position)])
                : ReadTail(buffer);
        Position += count;
        return count;
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    private int ReadTail(Span<byte> buffer)
    {
        var from = tail.AsSpan((int)(Position - dataBytes));
        var count = Math.Min(buffer.Length, from.Length);
        from[..count].CopyTo(buffer);
        return count;
    }

    private int ReadData(Span<byte> buffer)
    {
        try
        {
            if (file.Position != Position)
                file.Position = Position;
            return file.Read(buffer) is > 0 and var count ? count : throw new EndOfStreamException();
        }
        catch (IOException failure) when (failure is not EndOfStreamException)
        {
            throw unreadable(failure);
        }
    }
}
