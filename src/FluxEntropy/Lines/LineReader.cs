using System.Buffers;
using System.IO.Pipelines;

namespace FluxEntropy.Lines;

/// <summary>
/// Lines of bytes, without their line ends (LF or CRLF), each of at most <paramref name="limit"/> bytes; of a longer
/// line nothing is kept, so that memory stays bounded whatever the file holds. Given <paramref name="quoting"/>, a line
/// end within quotes is part of the record that it stands in, and what is read is records.
/// </summary>
internal sealed class LineReader(PipeReader pipe, int limit, IRecordEnd? quoting = null)
{
    /// <summary>Number of the line read last, from 1; of a record the line on which it starts.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes before the line read last, line ends included.</summary>
    public long Offset { get; private set; }

    /// <summary>The line read last; valid until the next is read. Null when it was longer than the limit.</summary>
    public ReadOnlyMemory<byte>? Line { get; private set; }

    /// <summary>Lines that the record read last goes on over; 1 without quoting.</summary>
    public int Lines { get; private set; }

    private long _next;
    private long _nextNumber = 1;
    private SequencePosition? _consumed;

    /// <summary>Reads the next line; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_consumed is { } consumed)
            pipe.AdvanceTo(consumed);
        _consumed = null;
        Offset = _next;
        Number = _nextNumber;
        quoting?.Start();

        var searched = 0L;
        var tooLong = false;
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (EndOfLine(buffer.Slice(searched)) is { } end)
            {
                Take(tooLong ? null : buffer.Slice(0, end));
                _consumed = buffer.GetPosition(1, end);
                _next += buffer.Slice(0, _consumed.Value).Length;
                Lines = quoting?.Lines ?? 1;
                _nextNumber += Lines;
                return true;
            }

            if (result.IsCompleted)
            {
                if (buffer.IsEmpty && !tooLong)
                {
                    pipe.AdvanceTo(buffer.End);
                    return false;
                }

                Take(tooLong ? null : buffer);
                Lines = quoting?.Lines ?? 1;
                _consumed = buffer.End;
                _next += buffer.Length;
                return true;
            }

            searched = buffer.Length;
            if (tooLong |= buffer.Length > limit + 1)
            {
                _next += buffer.Length;
                searched = 0;
                pipe.AdvanceTo(buffer.End);
            }
            else
            {
                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    private SequencePosition? EndOfLine(ReadOnlySequence<byte> unsearched) =>
        quoting is null ? unsearched.PositionOf((byte)'\n') : quoting.EndOfRecord(unsearched);

    private void Take(ReadOnlySequence<byte>? line)
    {
        Line = null;
        if (line is not { } bytes)
            return;
        var memory = bytes.IsSingleSegment ? bytes.First : bytes.ToArray();
        if (memory.Length > 0 && memory.Span[^1] == '\r')
            memory = memory[..^1];
        if (memory.Length <= limit)
            Line = memory;
    }
}
