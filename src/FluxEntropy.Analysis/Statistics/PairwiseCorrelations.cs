namespace FluxEntropy.Analysis.Statistics;

/// <summary>A coefficient between every two columns, each pair over the rows that have both.</summary>
public static class PairwiseCorrelations
{
    /// <summary>
    /// Computes them; NaN where a pair has fewer than two rows in common or one does not vary. [columns][columns]
    /// </summary>
    public static double[][] Of(
        IReadOnlyList<double[]> columns,
        Func<IReadOnlyList<double>, IReadOnlyList<double>, Correlation> of
    )
    {
        var matrix = columns.Select(_ => new double[columns.Count]).ToArray();
        var pairs =
            from i in Enumerable.Range(0, columns.Count)
            from j in Enumerable.Range(0, i + 1)
            select (I: i, J: j);
        pairs
            .AsParallel()
            .ForAll(pair =>
                matrix[pair.I][pair.J] = matrix[pair.J][pair.I] = Between(columns[pair.I], columns[pair.J], of)
            );
        return matrix;
    }

    /// <summary>Spearman's ρ of every two columns; where no value is missing each column is ranked once.</summary>
    public static double[][] Spearman(IReadOnlyList<double[]> columns) =>
        columns.All(column => column.All(double.IsFinite))
            ? Of([.. columns.AsParallel().AsOrdered().Select(Ranks.Average)], Correlation.Pearson)
            : Of(columns, Correlation.Spearman);

    private static double Between(
        double[] one,
        double[] other,
        Func<IReadOnlyList<double>, IReadOnlyList<double>, Correlation> of
    )
    {
        int[] rows =
        [
            .. Enumerable.Range(0, one.Length).Where(row => double.IsFinite(one[row]) && double.IsFinite(other[row])),
        ];
        return rows.Length < 2
            ? double.NaN
            : of([.. rows.Select(row => one[row])], [.. rows.Select(row => other[row])]).R;
    }
}
