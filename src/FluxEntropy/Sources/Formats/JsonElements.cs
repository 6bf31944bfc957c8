using System.Buffers;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Finds where a record of JSON ends that may go on over lines: at the comma or bracket behind an element of an array, or at
/// the line end behind an object. What opens the array is a record of its own, with nothing in it.
/// </summary>
internal sealed class JsonElements(bool inArray) : IRecordEnd
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>Line ends up to the record's end.</summary>
    public int Lines { get; private set; }

    /// <summary>Whether the array is not closed by what was read.</summary>
    public bool IsOpen => inArray && _depth > 0;

    public void Start() => Lines = 0;

    public SequencePosition? EndOfRecord(ReadOnlySequence<byte> bytes)
    {
        var before = 0L;
        foreach (var segment in bytes)
        {
            var span = segment.Span;
            for (var i = 0; i < span.Length; i++)
            {
                if (Ends(span[i]))
                    return bytes.GetPosition(before + i);
            }

            before += span.Length;
        }

        return null;
    }

    private bool Ends(byte next)
    {
        if (next == '\n')
        {
            Lines++;
            return !inArray && _depth == 0 && !_inString;
        }

        if (_inString)
        {
            _inString = _escaped || next != '"';
            _escaped = !_escaped && next == '\\';
            return false;
        }

        switch (next)
        {
            case (byte)'"':
                _inString = true;
                return false;
            case (byte)'{':
                _depth++;
                return false;
            case (byte)'[':
                return _depth++ == 0 && inArray;
            case (byte)'}' or (byte)']':
                // A brace too many within an element must not be taken for the array's end.
                _depth = Math.Max(inArray && next == '}' ? 1 : 0, _depth - 1);
                return inArray && _depth == 0;
            default:
                return next == ',' && inArray && _depth == 1;
        }
    }
}
