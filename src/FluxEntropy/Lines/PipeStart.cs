using System.Buffers;
using System.IO.Pipelines;

namespace FluxEntropy.Lines;

/// <summary>The first bytes of a pipe, for finding out what it holds.</summary>
internal static class PipeStart
{
    /// <summary>
    /// So many bytes, or fewer where there are fewer; they are still to be read. A failure behind the first byte is left to
    /// whoever reads on, since what comes before it is to be kept.
    /// </summary>
    public static async ValueTask<byte[]> PeekAsync(PipeReader pipe, int bytes, CancellationToken cancellationToken)
    {
        ReadResult read;
        try
        {
            read = await pipe.ReadAtLeastAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (!pipe.TryRead(out read) || read.Buffer.IsEmpty)
                throw;
        }

        var start = read.Buffer.Slice(0, Math.Min(bytes, read.Buffer.Length)).ToArray();
        pipe.AdvanceTo(read.Buffer.Start);
        return start;
    }
}
