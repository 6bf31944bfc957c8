namespace FluxEntropy.Orderings;

/// <summary>Entries of an ordering in ascending order, by rank. Safe to read from several threads.</summary>
public interface ISortedRun
{
    /// <summary>What the run is a run of.</summary>
    RunInfo Info { get; }

    /// <summary>Number of entries.</summary>
    long Count { get; }

    /// <summary>Tokens of all entries.</summary>
    long TotalTokens { get; }

    /// <summary>The entry of a rank in [0, <see cref="Count"/>).</summary>
    OrderingEntry EntryAt(long rank);

    /// <summary>Tokens of all entries below a rank in [0, <see cref="Count"/>].</summary>
    long TokensBefore(long rank);
}
