namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Does the share of true outcomes rise or fall along ordered bins? The test of Cochran ("Some Methods for
/// Strengthening the Common χ² Tests", 1954) and Armitage (1955), with scores 0, 1, 2, …; two-sided.
/// </summary>
/// <param name="Z">Above 0 where the share rises.</param>
/// <param name="P">Two-sided; NaN with one class only.</param>
public readonly record struct TrendTest(double Z, double P)
{
    /// <summary>Tests a table of counts.</summary>
    /// <param name="table">Rows whose outcome is false, and true. [bins][2]</param>
    public static TrendTest Of(IReadOnlyList<int[]> table)
    {
        var (no, yes) = ((double)table.Sum(row => row[0]), (double)table.Sum(row => row[1]));
        var n = no + yes;
        var statistic = table.Index().Sum(bin => bin.Index * (bin.Item[1] * no - bin.Item[0] * yes));
        var (first, second) = (
            table.Index().Sum(bin => bin.Index * (double)bin.Item.Sum()),
            table.Index().Sum(bin => bin.Index * (double)bin.Index * bin.Item.Sum())
        );
        var z = statistic / Math.Sqrt(no * yes / n * (n * second - first * first));
        return new TrendTest(z, double.IsNaN(z) ? double.NaN : Tails.Normal(z));
    }
}
