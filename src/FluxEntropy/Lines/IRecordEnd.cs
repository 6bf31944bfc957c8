using System.Buffers;

namespace FluxEntropy.Lines;

/// <summary>Finds where a record ends that may hold line ends itself, such as a quoted field of CSV.</summary>
internal interface IRecordEnd
{
    /// <summary>Line ends up to and with the one that ends the record, as far as it was read.</summary>
    int Lines { get; }

    /// <summary>Goes on to the next record.</summary>
    void Start();

    /// <summary>The line end that ends the record; null where these bytes, which follow those given before, do not reach it.</summary>
    SequencePosition? EndOfRecord(ReadOnlySequence<byte> bytes);
}
