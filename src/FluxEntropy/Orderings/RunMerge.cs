namespace FluxEntropy.Orderings;

/// <summary>Merges sorted runs.</summary>
public static class RunMerge
{
    /// <summary>All entries of several runs in ascending order, streamed: one entry of each run is held.</summary>
    public static IEnumerable<OrderingEntry> Entries(IEnumerable<ISortedRun> runs)
    {
        var heads = new PriorityQueue<IEnumerator<OrderingEntry>, OrderingEntry>();
        foreach (var run in runs)
        {
            var entries = run.Entries().GetEnumerator();
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

    /// <summary>Writes the merge of runs of one ordering as a run file.</summary>
    /// <exception cref="ArgumentException">The runs are not of one ordering, or hold a row twice.</exception>
    public static void Write(Stream destination, IReadOnlyCollection<ISortedRun> runs) =>
        RunFile.Write(destination, RunInfo.Merge([.. runs.Select(run => run.Info)]), Entries(runs));
}
