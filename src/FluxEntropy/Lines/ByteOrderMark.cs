using System.IO.Pipelines;

namespace FluxEntropy.Lines;

/// <summary>The byte order mark that some programs write before UTF-8.</summary>
internal static class ByteOrderMark
{
    private static ReadOnlySpan<byte> Mark => [0xef, 0xbb, 0xbf];

    /// <summary>The bytes behind a mark, or all of them where there is none.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> start) =>
        start.StartsWith(Mark) ? start[Mark.Length..] : start;

    /// <summary>Consumes a mark at the beginning of a pipe.</summary>
    public static async ValueTask SkipAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var start = await PipeStart.PeekAsync(pipe, 3, cancellationToken).ConfigureAwait(false);
        if (!start.AsSpan().SequenceEqual(Mark) || !pipe.TryRead(out var read))
            return;
        pipe.AdvanceTo(read.Buffer.GetPosition(3));
    }
}
