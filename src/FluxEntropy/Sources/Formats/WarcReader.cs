using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>Reads the records of a web archive, one in memory at a time.</summary>
/// <remarks>"WARC/1.x" CRLF; headers, a line each; an empty line; as many bytes as Content-Length says; two empty lines.</remarks>
internal sealed class WarcReader(PipeReader pipe)
{
    private const int MaxHeadBytes = 64 << 10;

    /// <summary>Number of the record read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Its headers, by names of any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    /// <summary>What it holds; null where that is more than a record may be.</summary>
    public byte[]? Block { get; private set; }

    /// <summary>Whether where the next record begins is not known.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Reads the next record; false at the end.</summary>
    /// <exception cref="FormatException">The record, and what follows it, cannot be read.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (await PeekAsync(cancellationToken).ConfigureAwait(false) is (byte)'\r' or (byte)'\n')
            await SkipAsync(1, cancellationToken).ConfigureAwait(false);
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) is null)
            return false;
        Number++;
        IsLost = true;
        var head = await HeadAsync(cancellationToken).ConfigureAwait(false);
        Headers = HeadersOf(head);
        if (
            !Headers.TryGetValue("Content-Length", out var text)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        )
            throw new FormatException("a record without Content-Length: what follows it was not read");
        Block = await BlockAsync(length, cancellationToken).ConfigureAwait(false);
        IsLost = false;
        return true;
    }

    /// <summary>Lines of the form <c>Name: value</c>, the first line of all left out.</summary>
    internal static Dictionary<string, string> HeadersOf(string head)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in head.Split('\n').Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private async ValueTask<byte?> PeekAsync(CancellationToken cancellationToken) =>
        await PipeStart.PeekAsync(pipe, 1, cancellationToken).ConfigureAwait(false) is [var first] ? first : null;

    private async ValueTask<string> HeadAsync(CancellationToken cancellationToken)
    {
        for (var wanted = 1024; ; wanted *= 4)
        {
            var bytes = await PipeStart.PeekAsync(pipe, wanted, cancellationToken).ConfigureAwait(false);
            if (!bytes.AsSpan().StartsWith("WARC/"u8[..Math.Min(5, bytes.Length)]))
                throw new FormatException("no record begins here as it should (\"WARC/\"): what follows was not read");
            if (EndOfHead(bytes) is { } end)
            {
                await SkipAsync(end, cancellationToken).ConfigureAwait(false);
                return Encoding.UTF8.GetString(bytes.AsSpan(0, end));
            }

            if (bytes.Length < wanted)
                await SkipAsync(bytes.Length + 1, cancellationToken).ConfigureAwait(false); // says why there is no more
            if (bytes.Length >= MaxHeadBytes)
                throw new FormatException("the headers of a record do not end: what follows was not read");
        }
    }

    /// <summary>Behind the empty line that ends headers, where there is one.</summary>
    internal static int? EndOfHead(ReadOnlySpan<byte> bytes)
    {
        var crlf = bytes.IndexOf("\r\n\r\n"u8);
        var lf = bytes.IndexOf("\n\n"u8);
        return (crlf, lf) switch
        {
            (>= 0, < 0) => crlf + 4,
            (< 0, >= 0) => lf + 2,
            (>= 0, >= 0) => crlf < lf ? crlf + 4 : lf + 2,
            _ => null,
        };
    }

    private async ValueTask<byte[]?> BlockAsync(long length, CancellationToken cancellationToken)
    {
        var block = length <= SourceOptions.MaxRecordBytes ? new ArrayBufferWriter<byte>() : null;
        for (var left = length; left > 0; )
        {
            var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var taken = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
            if (block is not null)
                foreach (var bytes in taken)
                    block.Write(bytes.Span);
            left -= taken.Length;
            pipe.AdvanceTo(taken.End);
            if (left > 0 && read.IsCompleted)
                throw new FormatException("the file ends within a record");
        }

        return block?.WrittenSpan.ToArray();
    }

    private async ValueTask SkipAsync(int bytes, CancellationToken cancellationToken)
    {
        var read = await pipe.ReadAtLeastAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (read.Buffer.Length < bytes)
            throw new FormatException("the file ends within a record");
        pipe.AdvanceTo(read.Buffer.GetPosition(bytes));
    }
}
