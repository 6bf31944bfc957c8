using System.Buffers;
using FluxEntropy.Lines;

namespace FluxEntropy.Tables.CsvFiles;

/// <summary>
/// Finds where a record of CSV ends: at the first line end outside quotes. A quote opens only as the first byte of a
/// field, and closes where no second one follows it (RFC 4180); anywhere else it is a character like any other.
/// </summary>
internal sealed class CsvQuoting(byte delimiter) : IRecordEnd
{
    private readonly SearchValues<byte> _ends = SearchValues.Create(delimiter, (byte)'\n');

    private State _state;

    private enum State
    {
        FieldStart,
        Bare,
        Quoted,

        /// <summary>Behind a quote within quotes, which closes them unless another follows.</summary>
        QuoteInQuotes,
    }

    /// <summary>Lines of the record so far.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether a quote is open at the end of what was read of the record.</summary>
    public bool IsOpen => _state == State.Quoted;

    /// <summary>Goes on to the next record.</summary>
    public void Start() => (_state, Lines) = (State.FieldStart, 1);

    /// <summary>The line end of the record, or null where these bytes, which continue those given before, do not reach it.</summary>
    public SequencePosition? EndOfRecord(ReadOnlySequence<byte> bytes)
    {
        var before = 0L;
        foreach (var segment in bytes)
        {
            if (EndOfRecord(segment.Span) is >= 0 and var end)
                return bytes.GetPosition(before + end);
            before += segment.Length;
        }

        return null;
    }

    private int EndOfRecord(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; )
        {
            switch (_state)
            {
                case State.FieldStart:
                    var opens = bytes[i] == '"';
                    _state = opens ? State.Quoted : State.Bare;
                    i += opens ? 1 : 0;
                    break;
                case State.Bare:
                    var end = bytes[i..].IndexOfAny(_ends);
                    if (end < 0)
                        return -1;
                    i += end;
                    if (bytes[i] == '\n')
                        return i;
                    _state = State.FieldStart;
                    i++;
                    break;
                case State.Quoted:
                    var quote = bytes[i..].IndexOf((byte)'"');
                    Lines += bytes.Slice(i, quote < 0 ? bytes.Length - i : quote).Count((byte)'\n');
                    if (quote < 0)
                        return -1;
                    _state = State.QuoteInQuotes;
                    i += quote + 1;
                    break;
                case State.QuoteInQuotes:
                    var doubled = bytes[i] == '"';
                    _state = doubled ? State.Quoted : State.Bare;
                    i += doubled ? 1 : 0;
                    break;
            }
        }

        return -1;
    }
}
