namespace FluxEntropy.Sources.Compression;

/// <summary>What an archive holds, whichever library unpacks it: its failures become one kind, with a reason for people.</summary>
/// <param name="unpacked">The library's stream; owned.</param>
/// <param name="reason">What a failure of it means, or null where it says nothing about the archive.</param>
internal sealed class ArchiveStream(Stream unpacked, Func<Exception, string?> reason) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (reason(failure) is { } why)
        {
            throw new InvalidDataException(why, failure);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
