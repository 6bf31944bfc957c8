using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>How far predictors are linear combinations of each other.</summary>
/// <param name="Vif">
/// Variance inflation of each predictor: the diagonal of the inverse of their correlations; infinite for those that are
/// combinations of others.
/// </param>
/// <param name="ConditionNumber">Of the standardised predictors; infinite where one is a combination of others.</param>
internal readonly record struct Collinearity(double[] Vif, double ConditionNumber)
{
    // Of the condition number; rounding lets exact collinearity exceed it.
    private const double Exact = 1e7;

    // Share of a combination that rounding alone does not leave a predictor.
    private const double Part = 1e-4;

    /// <summary>Whether one predictor is a combination of others, as far as double precision can tell.</summary>
    public bool IsExact => ConditionNumber > Exact;

    /// <param name="predictors">[predictors][rows]</param>
    public static Collinearity Of(IReadOnlyList<double[]> predictors)
    {
        if (predictors.Count == 1)
            return new([1], 1);
        var correlations = Matrix<double>.Build.Dense(predictors.Count, predictors.Count, (i, j) =>
            i == j ? 1 : Correlation.Pearson(predictors[i], predictors[j]).R
        );
        var parts = correlations.Evd(Symmetricity.Symmetric);
        double[] values = [.. parts.EigenValues.Select(value => value.Real)];
        var (least, largest) = (values.Min(), values.Max());
        var condition = least <= 0 ? double.PositiveInfinity : Math.Sqrt(largest / least);
        if (condition <= Exact)
            return new(correlations.Inverse().Diagonal().ToArray(), condition);
        // Σ vᵢₖ²/λₖ is the diagonal of the inverse; directions without variance make it infinite for what lies along them.
        var isEmpty = values.Select(value => value <= largest / (Exact * Exact)).ToArray();
        return new(
            [
                .. Enumerable
                    .Range(0, predictors.Count)
                    .Select(i =>
                        values
                            .Select(
                                (value, k) =>
                                    (Share: Math.Pow(parts.EigenVectors[i, k], 2), Value: value, Empty: isEmpty[k])
                            )
                            .Sum(part =>
                                !part.Empty ? part.Share / part.Value
                                : part.Share > Part * Part ? double.PositiveInfinity
                                : 0
                            )
                    ),
            ],
            double.PositiveInfinity
        );
    }
}
