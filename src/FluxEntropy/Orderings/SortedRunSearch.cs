namespace FluxEntropy.Orderings;

/// <summary>Searches that every run answers.</summary>
public static class SortedRunSearch
{
    /// <summary>All entries in order.</summary>
    public static IEnumerable<OrderingEntry> Entries(this ISortedRun run)
    {
        for (long rank = 0; rank < run.Count; rank++)
            yield return run.EntryAt(rank);
    }

    /// <summary>Number of entries that sort before an entry, which need not be in the run.</summary>
    public static long RankOf(this ISortedRun run, OrderingEntry entry) =>
        FirstWhere(run, rank => run.EntryAt(rank) >= entry);

    /// <summary>Number of entries whose value is below a value.</summary>
    public static long RankOf(this ISortedRun run, float value) =>
        FirstWhere(run, rank => run.EntryAt(rank).Value >= value);

    /// <summary>
    /// The least rank that has at least this many tokens below it; <see cref="ISortedRun.Count"/> if there are not so many.
    /// </summary>
    public static long RankAtTokenMass(this ISortedRun run, long tokens) =>
        FirstWhere(run, rank => run.TokensBefore(rank) >= tokens);

    private static long FirstWhere(ISortedRun run, Func<long, bool> reached)
    {
        var (low, high) = (0L, run.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (reached(middle))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
