namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Outcomes counted by quantile bins of a value, as pandas' qcut cuts and names them, with a χ² test of independence.
/// </summary>
/// <param name="Edges">Edges of the bins; ones that coincide are one. [bins + 1]</param>
/// <param name="Labels">Such as <c>(2.572, 2.919]</c>. [bins]</param>
/// <param name="Table">Rows whose outcome is false, and true. [bins][2]</param>
/// <param name="Chi2">With Yates' correction where there is one degree of freedom, as SciPy has it.</param>
/// <param name="Dof">Degrees of freedom.</param>
/// <param name="P">p of <paramref name="Chi2"/>.</param>
/// <param name="Expected">Counts under independence. [bins][2]</param>
/// <param name="Chi2Uncorrected">Without the correction.</param>
/// <param name="PUncorrected">p of it.</param>
/// <param name="CramersV">√(χ² / (n·(min(bins, 2) − 1))), of the uncorrected statistic.</param>
public sealed record QuantileBins(
    double[] Edges,
    string[] Labels,
    int[][] Table,
    double Chi2,
    int Dof,
    double P,
    double[][] Expected,
    double Chi2Uncorrected,
    double PUncorrected,
    double CramersV
)
{
    /// <summary>Cuts values into so many bins.</summary>
    /// <exception cref="StatisticsException">
    /// The values leave fewer than two bins, or there is one class only.
    /// </exception>
    public static QuantileBins Of(IReadOnlyList<double> values, IReadOnlyList<bool> outcomes, int bins)
    {
        var sorted = values.Order().ToArray();
        var edges = Enumerable
            .Range(0, bins + 1)
            .Select(i => Summary.Quantile(sorted, (double)i / bins))
            .Distinct()
            .ToArray();
        if (edges.Length < 3)
            throw new StatisticsException(
                $"{bins} quantile bins collapse to {edges.Length - 1}, because so many values are equal: "
                    + "there is nothing to compare."
            );
        if (outcomes.All(outcome => outcome == outcomes[0]))
            throw new StatisticsException(
                $"all {outcomes.Count} outcomes are {(outcomes[0] ? "true" : "false")}: with one class there is nothing to compare."
            );
        var table = Enumerable.Range(1, edges.Length - 1).Select(_ => new int[2]).ToArray();
        var inner = edges[1..^1];
        for (var i = 0; i < values.Count; i++)
            table[Buckets.Of(values[i], inner)][outcomes[i] ? 1 : 0]++;
        return Test(edges, table);
    }

    private static QuantileBins Test(double[] edges, int[][] table)
    {
        var (n, dof) = ((double)table.Sum(row => row.Sum()), table.Length - 1);
        var columns = new[] { table.Sum(row => row[0]), table.Sum(row => row[1]) };
        var expected = table.Select(row => columns.Select(column => row.Sum() * (column / n)).ToArray()).ToArray();
        double Statistic(bool corrected) =>
            table
                .Zip(expected, (observed, means) => observed
                        .Zip(means, (count, mean) =>
                        {
                            var difference = Math.Abs(count - mean);
                            difference -= corrected ? Math.Min(0.5, difference) : 0;
                            return difference * difference / mean;
                        })
                        .Sum())
                .Sum();
        var (chi2, uncorrected) = (Statistic(dof == 1), Statistic(corrected: false));
        return new QuantileBins(
            edges,
            QuantileBinLabels.Of(edges),
            table,
            chi2,
            dof,
            Tails.ChiSquared(chi2, dof),
            expected,
            uncorrected,
            Tails.ChiSquared(uncorrected, dof),
            Math.Sqrt(uncorrected / n)
        );
    }
}
