using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>How far predictors are linear combinations of each other.</summary>
/// <param name="Vif">Variance inflation of each predictor: the diagonal of the inverse of their correlations.</param>
/// <param name="ConditionNumber">Of the standardised predictors; infinite where one is a combination of others.</param>
internal readonly record struct Collinearity(double[] Vif, double ConditionNumber)
{
    /// <param name="predictors">[predictors][rows]</param>
    public static Collinearity Of(IReadOnlyList<double[]> predictors)
    {
        if (predictors.Count == 1)
            return new([1], 1);
        var correlations = Matrix<double>.Build.Dense(predictors.Count, predictors.Count, (i, j) =>
            i == j ? 1 : Correlation.Pearson(predictors[i], predictors[j]).R
        );
        var eigenvalues = correlations
            .Evd(Symmetricity.Symmetric)
            .EigenValues.Select(value => value.Real)
            .Order()
            .ToArray();
        return eigenvalues[0] <= 0
            ? new([.. predictors.Select(_ => double.PositiveInfinity)], double.PositiveInfinity)
            : new(correlations.Inverse().Diagonal().ToArray(), Math.Sqrt(eigenvalues[^1] / eigenvalues[0]));
    }
}
