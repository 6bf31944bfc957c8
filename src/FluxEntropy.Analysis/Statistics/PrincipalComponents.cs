using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Principal components of rows. Of m rows at most m components have variance, and that many are given.
/// </summary>
/// <param name="SingularValues">Falling. [components]</param>
/// <param name="ExplainedVariance">σ² / (m − 1). [components]</param>
/// <param name="ExplainedVarianceRatio">Shares that sum to 1; NaN where nothing varies. [components]</param>
/// <param name="Coordinates">Of each row; the largest of each component is made positive. [rows][components]</param>
public sealed record PrincipalComponents(
    double[] SingularValues,
    double[] ExplainedVariance,
    double[] ExplainedVarianceRatio,
    double[][] Coordinates
)
{
    /// <summary>Finds the components of at least two rows of equal length.</summary>
    /// <param name="rows">[rows][columns]</param>
    /// <param name="centre">Take the mean off each column first.</param>
    public static PrincipalComponents Of(IReadOnlyList<double[]> rows, bool centre = true)
    {
        var matrix = Matrix<double>.Build.DenseOfRowArrays(rows);
        if (centre)
        {
            var means = matrix.ColumnSums() / rows.Count;
            matrix = matrix.MapIndexed((_, column, value) => value - means[column]);
        }
        // The columns are many and the rows few: what the rows span is found first.
        var wide = matrix.ColumnCount > matrix.RowCount;
        var reduced = wide
            ? matrix.Transpose().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).R.Transpose()
            : matrix;
        var svd = reduced.Svd();
        var components = Math.Min(matrix.RowCount, matrix.ColumnCount);
        var values = svd.S.Take(components).ToArray();
        var coordinates = Enumerable.Range(0, rows.Count).Select(_ => new double[components]).ToArray();
        for (var component = 0; component < components; component++)
        {
            var column = svd.U.Column(component) * values[component];
            var sign = Math.Sign(column[column.AbsoluteMaximumIndex()]);
            for (var row = 0; row < rows.Count; row++)
                coordinates[row][component] = column[row] * (sign == 0 ? 1 : sign);
        }
        var total = values.Sum(value => value * value);
        return new PrincipalComponents(
            values,
            [.. values.Select(value => value * value / (rows.Count - 1))],
            [.. values.Select(value => value * value / total)],
            coordinates
        );
    }
}
