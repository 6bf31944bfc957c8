namespace FluxEntropy.Analysis.Statistics;

/// <summary>Ranks of values.</summary>
public static class Ranks
{
    /// <summary>Ranks from 1, ascending; equal values share the mean of theirs. [n]</summary>
    public static double[] Average(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length; )
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]])
                end++;
            for (var i = first; i < end; i++)
                ranks[order[i]] = (first + end + 1) / 2.0;
            first = end;
        }
        return ranks;
    }

    /// <summary>Positions from 0 in descending order; of equal values the one that comes first is first. [n]</summary>
    public static int[] Descending(IReadOnlyList<double> values)
    {
        var ranks = new int[values.Count];
        var rank = 0;
        foreach (var i in Enumerable.Range(0, values.Count).OrderByDescending(i => values[i]))
            ranks[i] = rank++;
        return ranks;
    }

    /// <summary>Sizes of the groups of equal values that have more than one.</summary>
    internal static IEnumerable<long> Ties(IEnumerable<double> values) =>
        values.GroupBy(value => value).Select(group => group.LongCount()).Where(count => count > 1);
}
