using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// A logistic regression whose coefficients are held small: the maximum of ln L − ½·Σβ²/C, the constant not penalised,
/// as scikit-learn's default is.
/// </summary>
/// <param name="Intercept">The constant.</param>
/// <param name="Coef">Of each predictor.</param>
public sealed record PenalisedLogistic(double Intercept, double[] Coef)
{
    /// <summary>
    /// Fits; unlike without a penalty there is a maximum even where predictors separate the outcomes or are collinear.
    /// </summary>
    /// <param name="predictors">Finite values. [predictors][rows]</param>
    /// <param name="outcomes">What happened. [rows]</param>
    /// <param name="c">Inverse strength of the penalty.</param>
    public static PenalisedLogistic Fit(IReadOnlyList<double[]> predictors, bool[] outcomes, double c = 1)
    {
        // About the means, which only the constant knows of, and it is not penalised: values far from 0 would hide what differs.
        var means = predictors.Select(values => values.Average()).ToArray();
        var design = Matrix<double>.Build.Dense(outcomes.Length, predictors.Count + 1, (row, column) =>
            column == 0 ? 1 : predictors[column - 1][row] - means[column - 1]
        );
        var penalty = Vector<double>.Build.Dense(design.ColumnCount, i => i == 0 ? 0 : 1 / c);
        var coefficients = Vector<double>.Build.Dense(design.ColumnCount);
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var probabilities = (design * coefficients).Map(logit => 1 / (1 + Math.Exp(-logit)));
            var residuals = Vector<double>.Build.Dense(outcomes.Length, row =>
                (outcomes[row] ? 1 : 0) - probabilities[row]
            );
            var gradient = design.TransposeThisAndMultiply(residuals) - penalty.PointwiseMultiply(coefficients);
            var information =
                design.TransposeThisAndMultiply(
                    design.MapIndexed((row, _, value) => value * probabilities[row] * (1 - probabilities[row]))
                ) + Matrix<double>.Build.DenseOfDiagonalVector(penalty);
            var step = information.Solve(gradient);
            // Far from the maximum a whole step may overshoot.
            coefficients += step / Math.Max(1, step.AbsoluteMaximum() / 5);
            if (step.AbsoluteMaximum() < 1e-12 * Math.Max(1, coefficients.AbsoluteMaximum()))
                break;
        }

        double[] slopes = [.. coefficients.Skip(1)];
        return new PenalisedLogistic(coefficients[0] - slopes.Zip(means, (slope, mean) => slope * mean).Sum(), slopes);
    }
}
