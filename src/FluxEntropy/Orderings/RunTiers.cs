namespace FluxEntropy.Orderings;

/// <summary>
/// Decides which runs of an ordering to merge. Runs of similar size form a tier, and a full tier becomes one run of the
/// next: an entry is rewritten once a tier, so writing n entries costs O(n log n / log fan-in) and leaves O(log n) runs.
/// </summary>
public static class RunTiers
{
    /// <summary>Runs that fill a tier. The default value is 8.</summary>
    public const int DefaultFanIn = 8;

    /// <summary>Indexes of the runs to merge into one now, ascending; empty when no tier is full.</summary>
    /// <param name="entries">Entries of each run.</param>
    /// <param name="fanIn">Runs that fill a tier, at least 2.</param>
    public static IReadOnlyList<int> ToMerge(IReadOnlyList<long> entries, int fanIn = DefaultFanIn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 2);
        var full = Enumerable
            .Range(0, entries.Count)
            .GroupBy(run => Tier(entries[run], fanIn))
            .Where(tier => tier.Count() >= fanIn)
            .MinBy(tier => tier.Key);
        return full is null ? [] : [.. full];
    }

    private static int Tier(long entries, int fanIn)
    {
        var tier = 0;
        for (; entries >= fanIn; entries /= fanIn)
            tier++;
        return tier;
    }
}
