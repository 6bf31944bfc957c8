using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>Newton's method on the likelihood of a logistic regression, without a penalty.</summary>
internal static class LogisticFit
{
    private const int MaxIterations = 100;
    private const double Separated = 1e-8; // mean −ln L below which the likelihood has no maximum
    private const double Unbounded = 50; // a coefficient of a standardised predictor that grows without end

    /// <summary>The coefficients, the constant first, and their covariance.</summary>
    /// <exception cref="StatisticsException">
    /// One class only, a constant or redundant predictor, or separation; the message says which.
    /// </exception>
    public static (Vector<double> Coefficients, Matrix<double> Covariance, LogisticLikelihood Likelihood) Find(
        IReadOnlyList<string> names,
        IReadOnlyList<double[]> predictors,
        bool[] outcomes
    )
    {
        LogisticChecks.Require(names, predictors, outcomes);
        // On standardised predictors the Hessian is well scaled; the result is transformed back.
        var scales = predictors.Select(values => (Mean: values.Average(), Sd: Deviation(values))).ToArray();
        var design = Matrix<double>.Build.Dense(outcomes.Length, predictors.Count + 1, (row, column) =>
            column == 0 ? 1 : (predictors[column - 1][row] - scales[column - 1].Mean) / scales[column - 1].Sd
        );
        var scaled = Climb(names, design, outcomes);
        var likelihood = LogisticLikelihood.At(design, scaled, outcomes);
        // β = T·γ, where γ belongs to (x − mean) / sd.
        var back = Matrix<double>.Build.DenseIdentity(scaled.Count);
        for (var i = 1; i < scaled.Count; i++)
        {
            back[i, i] = 1 / scales[i - 1].Sd;
            back[0, i] = -scales[i - 1].Mean / scales[i - 1].Sd;
        }
        return (back * scaled, back * likelihood.Information.Inverse() * back.Transpose(), likelihood);
    }

    private static Vector<double> Climb(IReadOnlyList<string> names, Matrix<double> design, bool[] outcomes)
    {
        var coefficients = Vector<double>.Build.Dense(design.ColumnCount);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var likelihood = LogisticLikelihood.At(design, coefficients, outcomes);
            if (likelihood.Log > -Separated * outcomes.Length || coefficients.AbsoluteMaximum() > Unbounded)
                throw LogisticChecks.Separation(names, design * coefficients, outcomes);
            var step = likelihood.Information.Solve(likelihood.Gradient(design, outcomes));
            if (!step.All(double.IsFinite))
                throw new StatisticsException($"{LogisticChecks.Listed(names)} leave the coefficients undetermined.");
            coefficients += step;
            if (step.AbsoluteMaximum() <= 1e-13 * Math.Max(1, coefficients.AbsoluteMaximum()))
                break;
        }
        return coefficients;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
