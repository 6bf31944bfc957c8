namespace FluxEntropy.Analysis.Statistics;

/// <summary>p values of a family of tests, corrected for their number.</summary>
public static class MultipleComparisons
{
    /// <summary>
    /// Holm's step-down correction, which bounds the probability of any false rejection (Holm, 1979). [tests]
    /// </summary>
    public static double[] Holm(IReadOnlyList<double> p)
    {
        var corrected = new double[p.Count];
        var (rank, largest) = (0, 0.0);
        foreach (var i in Enumerable.Range(0, p.Count).OrderBy(i => p[i]))
        {
            largest = Math.Max(largest, Math.Min(1, (p.Count - rank++) * p[i]));
            corrected[i] = largest;
        }
        return corrected;
    }

    /// <summary>
    /// Benjamini and Hochberg's correction, which bounds the share of false ones among rejections (1995). [tests]
    /// </summary>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p)
    {
        var corrected = new double[p.Count];
        var (rank, least) = (p.Count, 1.0);
        foreach (var i in Enumerable.Range(0, p.Count).OrderByDescending(i => p[i]))
        {
            least = Math.Min(least, p[i] * p.Count / rank--);
            corrected[i] = least;
        }
        return corrected;
    }
}
