namespace FluxEntropy.Orderings;

/// <summary>Merges sorted runs. Documents that were deleted are a run of their own, which is taken out of the others.</summary>
public static class RunMerge
{
    private static readonly IComparer<OrderingEntry> Ascending = Comparer<OrderingEntry>.Default;
    private static readonly IComparer<OrderingEntry> Descending = Comparer<OrderingEntry>.Create(
        (left, right) => right.CompareTo(left)
    );

    /// <summary>All entries of several runs in ascending order, streamed: one entry of each run is held.</summary>
    public static IEnumerable<OrderingEntry> Entries(IEnumerable<ISortedRun> runs) =>
        Merged(runs.Select(run => run.Entries()), Ascending);

    /// <summary>The entries of runs less those of runs of deleted documents, in ascending order, streamed.</summary>
    /// <exception cref="InvalidDataException">A document was deleted that is in no run.</exception>
    public static IEnumerable<OrderingEntry> Entries(IEnumerable<ISortedRun> runs, IEnumerable<ISortedRun> deleted) =>
        Without(Entries(runs), Entries(deleted), Ascending);

    /// <summary>The same from a place on, which need not be an entry, upwards or downwards, that place included.</summary>
    public static IEnumerable<OrderingEntry> EntriesFrom(
        OrderingEntry place,
        bool descending,
        IEnumerable<ISortedRun> runs,
        IEnumerable<ISortedRun> deleted
    )
    {
        var order = descending ? Descending : Ascending;
        return Without(Merged(runs.Select(FromPlace), order), Merged(deleted.Select(FromPlace), order), order);

        IEnumerable<OrderingEntry> FromPlace(ISortedRun run) => descending ? Below(run, place) : Above(run, place);
    }

    /// <summary>Writes the merge of runs of one ordering, less those of deleted documents, as a run file.</summary>
    /// <exception cref="ArgumentException">The runs are not of one ordering, or hold a row twice.</exception>
    /// <exception cref="InvalidDataException">A document was deleted that is in no run.</exception>
    public static void Write(
        Stream destination,
        IReadOnlyCollection<ISortedRun> runs,
        IReadOnlyCollection<ISortedRun> deleted
    ) =>
        RunFile.Write(
            destination,
            RunInfo.Merge([.. runs.Concat(deleted).Select(run => run.Info)]),
            Entries(runs, deleted)
        );

    private static IEnumerable<OrderingEntry> Above(ISortedRun run, OrderingEntry place)
    {
        for (var rank = run.RankOf(place); rank < run.Count; rank++)
            yield return run.EntryAt(rank);
    }

    private static IEnumerable<OrderingEntry> Below(ISortedRun run, OrderingEntry place)
    {
        for (var rank = run.RankOf(place with { Row = place.Row + 1 }) - 1; rank >= 0; rank--)
            yield return run.EntryAt(rank);
    }

    private static IEnumerable<OrderingEntry> Merged(
        IEnumerable<IEnumerable<OrderingEntry>> parts,
        IComparer<OrderingEntry> order
    )
    {
        var heads = new PriorityQueue<IEnumerator<OrderingEntry>, OrderingEntry>(order);
        foreach (var part in parts)
        {
            var entries = part.GetEnumerator();
            if (entries.MoveNext())
                heads.Enqueue(entries, entries.Current);
        }

        while (heads.TryPeek(out var least, out var entry))
        {
            yield return entry;
            if (least.MoveNext())
                heads.DequeueEnqueue(least, least.Current);
            else
                heads.Dequeue();
        }
    }

    private static IEnumerable<OrderingEntry> Without(
        IEnumerable<OrderingEntry> entries,
        IEnumerable<OrderingEntry> deleted,
        IComparer<OrderingEntry> order
    )
    {
        using var gone = deleted.GetEnumerator();
        var isLeft = gone.MoveNext();
        foreach (var entry in entries)
        {
            if (isLeft && order.Compare(gone.Current, entry) < 0)
                break;
            if (isLeft && gone.Current == entry)
                isLeft = gone.MoveNext();
            else
                yield return entry;
        }

        if (isLeft)
            throw new InvalidDataException(
                $"row {gone.Current.Row} of shard {gone.Current.Shard} was deleted, and is in no run; the "
                    + $"runs have to be made anew from the score files."
            );
    }
}
