namespace FluxEntropy.Analysis.Statistics;

/// <summary>Pairs that two orders rank differently, counted as the exchanges of a merge sort (Knight, 1966).</summary>
internal static class DiscordantPairs
{
    /// <param name="x">Values of one order.</param>
    /// <param name="y">Values of the other.</param>
    /// <param name="bothTied">Pairs that are tied in both.</param>
    public static long Count(IReadOnlyList<double> x, IReadOnlyList<double> y, out double bothTied)
    {
        var order = Enumerable.Range(0, x.Count).OrderBy(i => x[i]).ThenBy(i => y[i]).ToArray();
        bothTied = order.GroupBy(i => (x[i], y[i])).Sum(group => group.LongCount() * (group.LongCount() - 1) / 2.0);
        var values = order.Select(i => y[i]).ToArray();
        return Exchanges(values, new double[values.Length], 0, values.Length);
    }

    private static long Exchanges(double[] values, double[] buffer, int from, int to)
    {
        if (to - from < 2)
            return 0;
        var middle = (from + to) / 2;
        var exchanges = Exchanges(values, buffer, from, middle) + Exchanges(values, buffer, middle, to);
        var (left, right) = (from, middle);
        for (var i = from; i < to; i++)
        {
            if (right == to || (left < middle && values[left] <= values[right]))
            {
                buffer[i] = values[left++];
            }
            else
            {
                exchanges += middle - left;
                buffer[i] = values[right++];
            }
        }
        Array.Copy(buffer, from, values, from, to - from);
        return exchanges;
    }
}
