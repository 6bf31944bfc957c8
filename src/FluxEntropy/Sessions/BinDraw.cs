using FluxEntropy.Curricula;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// Draws the documents of ranks [from, to) without replacement, pass after pass. What comes next follows from what was
/// served alone: the position kept here only saves looking at what was passed over before.
/// </summary>
internal sealed class BinDraw(SnapshotOrdering ordering, ulong seed, long from, long to, BinOrder order)
{
    private KeyedPermutation _shuffle;
    private int _pass = -1;
    private long _position = to - from; // the end of the pass before the first
    private OrderingEntry? _next; // what was found at the position; null where it is still to be looked for

    /// <summary>The rank after the last of the bin.</summary>
    public long To => to;

    /// <summary>Whether there is no token to draw: documents without tokens alone would never fill a step.</summary>
    public bool IsEmpty { get; } = ordering.TokensBefore(from) == ordering.TokensBefore(to);

    /// <summary>Tokens of a document of the bin, on average.</summary>
    public double MeanTokens { get; } = (ordering.TokensBefore(to) - ordering.TokensBefore(from)) / (double)(to - from);

    /// <summary>How often the document that comes next was served before.</summary>
    public int NextPass(ServedDocuments served) => Peek(served).Pass;

    /// <summary>The next document, and how often it had been served before; <see cref="Take"/> goes past it.</summary>
    public (OrderingEntry Entry, int Pass) Peek(ServedDocuments served)
    {
        if (_next is { } found)
            return (found, _pass);
        while (true)
        {
            for (; _position < to - from; _position++)
            {
                var entry = ordering.EntryAt(RankAt(_position));
                if (entry.Tokens <= 0 || served.Contains(entry.Shard, entry.Row, _pass))
                    continue;
                _next = entry;
                return (entry, _pass);
            }
            _pass++;
            _position = 0;
            _shuffle = new KeyedPermutation(
                Counters.Hash(seed, (ulong)_pass, Counters.Hash((ulong)from, (ulong)to, 0)),
                to - from
            );
        }
    }

    /// <summary>Goes past the document that comes next.</summary>
    public void Take()
    {
        _position++;
        _next = null;
    }

    /// <summary>The next document, taken, and how often it had been served before.</summary>
    public (OrderingEntry Entry, int Pass) Next(ServedDocuments served)
    {
        var next = Peek(served);
        Take();
        return next;
    }

    private long RankAt(long position) =>
        order switch
        {
            BinOrder.Ascending => from + position,
            BinOrder.Descending => to - 1 - position,
            _ => from + _shuffle[position],
        };
}
