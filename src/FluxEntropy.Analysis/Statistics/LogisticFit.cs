using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Newton's method on the likelihood of a logistic regression, without a penalty. Whether there is a maximum is decided by
/// the data alone (Albert and Anderson 1984): a predictor whose values of the two classes do not overlap separates them, and
/// so do coefficients under which every row lies on its class's side. A large coefficient or a far value says nothing.
/// </summary>
internal static class LogisticFit
{
    // Each step moves a far row's logit by about one until its weight is negligible.
    private const int MaxIterations = 300;
    private const double Converged = 1e-11; // largest change of a logit, relative to the largest logit
    private const double Still = 1e-6; // the same, of a step that may be rounding
    private const double NoGain = 1e-13; // of the likelihood, relative to itself
    private const int MaxStill = 5; // steps without a gain

    /// <summary>
    /// The coefficients, the constant first, their standard errors and their covariance, which may be too small or too large for a
    /// number where an error is not.
    /// </summary>
    /// <exception cref="StatisticsException">
    /// One class only, a constant or redundant predictor, or separation; the message says which.
    /// </exception>
    public static (
        Vector<double> Coefficients,
        double[] Errors,
        Matrix<double> Covariance,
        LogisticLikelihood Likelihood
    ) Find(IReadOnlyList<string> names, IReadOnlyList<double[]> predictors, bool[] outcomes)
    {
        LogisticChecks.Require(names, predictors, outcomes);
        // On scaled predictors the Hessian is well conditioned; the result is transformed back. One far value must not
        // press all others together, so the scale is that of the middle half.
        var scales = predictors.Select(Scale).ToArray();
        var design = Matrix<double>.Build.Dense(outcomes.Length, predictors.Count + 1, (row, column) =>
            column == 0 ? 1 : (predictors[column - 1][row] - scales[column - 1].Centre) / scales[column - 1].Width
        );
        var scaled = Climb(names, design, outcomes);
        var likelihood = LogisticLikelihood.At(design, scaled, outcomes);
        // β = T·γ, where γ belongs to (x − centre) / width.
        var back = Matrix<double>.Build.DenseIdentity(scaled.Count);
        for (var i = 1; i < scaled.Count; i++)
        {
            back[i, i] = 1 / scales[i - 1].Width;
            back[0, i] = -scales[i - 1].Centre / scales[i - 1].Width;
        }
        var covariance = likelihood.Information.Inverse();
        double[] errors =
        [
            Math.Sqrt(back.Row(0) * covariance * back.Row(0)),
            .. scales.Select((scale, i) => Math.Sqrt(covariance[i + 1, i + 1]) / scale.Width),
        ];
        return (back * scaled, errors, back * covariance * back.Transpose(), likelihood);
    }

    private static Vector<double> Climb(IReadOnlyList<string> names, Matrix<double> design, bool[] outcomes)
    {
        var coefficients = Vector<double>.Build.Dense(design.ColumnCount);
        var likelihood = LogisticLikelihood.At(design, coefficients, outcomes);
        var (isFound, still) = (false, 0);
        for (var iteration = 0; iteration < MaxIterations && !isFound; iteration++)
        {
            var step = likelihood.Information.Solve(likelihood.Gradient(design, outcomes));
            if (!step.All(double.IsFinite))
                break;
            var before = likelihood.Log;
            (step, likelihood) = Ascend(design, outcomes, coefficients, step, likelihood);
            coefficients += step;
            var logits = design * coefficients;
            if (logits.Select((logit, row) => outcomes[row] ? logit : -logit).All(margin => margin > 0))
                throw LogisticChecks.Separation(names, isComplete: true);
            var change = (design * step).AbsoluteMaximum() / Math.Max(1, logits.AbsoluteMaximum());
            // Beside far values rounding moves the coefficients for ever, but no longer the likelihood.
            var gain = likelihood.Log - before;
            still = change <= Still && gain <= NoGain * Math.Abs(likelihood.Log) ? still + 1 : 0;
            isFound = change <= Converged || still == MaxStill;
        }

        return isFound && !LogisticSeparation.IsReached(design, coefficients, likelihood.Probabilities, outcomes)
            ? coefficients
            : throw LogisticChecks.Separation(names, isComplete: false);
    }

    /// <summary>A whole step may overshoot far from the maximum: the largest half, quarter, … of it that does not.</summary>
    private static (Vector<double> Step, LogisticLikelihood Likelihood) Ascend(
        Matrix<double> design,
        bool[] outcomes,
        Vector<double> coefficients,
        Vector<double> step,
        LogisticLikelihood before
    )
    {
        for (var halvings = 0; ; halvings++)
        {
            var after = LogisticLikelihood.At(design, coefficients + step, outcomes);
            // Near the maximum rounding may lower the likelihood by as much as it cannot tell.
            if (after.Log >= before.Log - 1e-12 * Math.Abs(before.Log) || halvings == 60)
                return (step, after);
            step /= 2;
        }
    }

    private static (double Centre, double Width) Scale(double[] values)
    {
        var sorted = values.Order().ToArray();
        var width = sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4];
        if (width > 0)
            return (sorted[sorted.Length / 2], width);
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
