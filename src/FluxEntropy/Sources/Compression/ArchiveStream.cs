namespace FluxEntropy.Sources.Compression;

/// <summary>What an archive holds, whichever library unpacks it: its failures become one kind, with a reason for people.</summary>
/// <param name="unpacked">The library's stream; owned.</param>
/// <param name="reason">What is thrown in place of a failure, or null where that says nothing about the archive.</param>
internal sealed class ArchiveStream(Stream unpacked, Func<Exception, Exception?> reason) : ReadOnlyStream
{
    private Exception? _failure;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Behind damage there is nothing, however often one tries.
        if (_failure is not null)
            throw _failure;
        try
        {
            return await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (reason(failure) is { } told)
        {
            _failure = told;
            throw told;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
