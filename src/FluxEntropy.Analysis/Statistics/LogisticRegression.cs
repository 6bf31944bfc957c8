using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// A logistic regression with a constant, by Newton's method on the likelihood without a penalty; the figures are those
/// that statsmodels' Logit gives.
/// </summary>
public sealed class LogisticRegression
{
    /// <summary>Two-sided 5% point of the standard normal distribution.</summary>
    internal const double Z95 = 1.959963984540054;

    private readonly Matrix<double> _covariance;

    private LogisticRegression(
        IReadOnlyList<string> names,
        IReadOnlyList<double[]> predictors,
        bool[] outcomes,
        Vector<double> coefficients,
        double[] errors,
        Matrix<double> covariance,
        LogisticLikelihood likelihood
    )
    {
        _covariance = covariance;
        (N, NTrue) = (outcomes.Length, outcomes.Count(outcome => outcome));
        (LogLikelihood, Probabilities) = (likelihood.Log, likelihood.Probabilities);
        Terms =
        [
            .. coefficients.Select((coefficient, i) => TermOf(i == 0 ? "const" : names[i - 1], coefficient, errors[i])),
        ];
        Roc = RocCurve.Of(Probabilities, outcomes);
        Confusion = ConfusionOf(likelihood.Probabilities, outcomes);
        Brier = Probabilities.Zip(outcomes, (p, outcome) => Math.Pow(p - (outcome ? 1 : 0), 2)).Average();
        var collinearity = Collinearity.Of(predictors);
        (Vif, ConditionNumber) = (collinearity.Vif, collinearity.ConditionNumber);
    }

    /// <summary>Rows.</summary>
    public int N { get; }

    /// <summary>Rows whose outcome is true.</summary>
    public int NTrue { get; }

    /// <summary>The constant, then each predictor.</summary>
    public IReadOnlyList<Term> Terms { get; }

    /// <summary>Predictors.</summary>
    public int DfModel => Terms.Count - 1;

    /// <summary>Rows less coefficients.</summary>
    public int DfResid => N - Terms.Count;

    /// <summary>ln L at the maximum.</summary>
    public double LogLikelihood { get; }

    /// <summary>ln L of the constant alone.</summary>
    public double NullLogLikelihood =>
        NTrue * Math.Log((double)NTrue / N) + (N - NTrue) * Math.Log((double)(N - NTrue) / N);

    /// <summary>McFadden's 1 − ln L / ln L₀.</summary>
    public double PseudoR2 => 1 - LogLikelihood / NullLogLikelihood;

    /// <summary>
    /// Likelihood-ratio statistic against the constant alone: χ² with <see cref="DfModel"/> degrees of freedom.
    /// </summary>
    public double Llr => Math.Max(0, 2 * (LogLikelihood - NullLogLikelihood)); // rounding may leave it below 0

    /// <summary>p of <see cref="Llr"/>.</summary>
    public double LlrP => Tails.ChiSquared(Llr, DfModel);

    /// <summary>Akaike's criterion.</summary>
    public double Aic => 2 * Terms.Count - 2 * LogLikelihood;

    /// <summary>Schwarz's criterion.</summary>
    public double Bic => Terms.Count * Math.Log(N) - 2 * LogLikelihood;

    /// <summary>Mean of −ln of the probability of what happened.</summary>
    public double LogLoss => -LogLikelihood / N;

    /// <summary>Mean squared difference of probability and outcome.</summary>
    public double Brier { get; }

    /// <summary>Fitted probabilities. [rows]</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>How well the probabilities tell outcomes apart.</summary>
    public RocCurve Roc { get; }

    /// <summary>Outcomes against predictions.</summary>
    public Confusion Confusion { get; }

    /// <summary>Variance inflation of each predictor: the diagonal of the inverse of their correlations.</summary>
    public IReadOnlyList<double> Vif { get; }

    /// <summary>Condition number of the standardised predictors.</summary>
    public double ConditionNumber { get; }

    /// <summary>Covariances of the coefficients. [terms][terms]</summary>
    public double[][] Covariance => _covariance.ToRowArrays();

    /// <summary>Correlations of the coefficients. [terms][terms]</summary>
    public double[][] CoefficientCorrelation =>
        _covariance.MapIndexed((i, j, value) => value / Math.Sqrt(_covariance[i, i] * _covariance[j, j])).ToRowArrays();

    /// <summary>Fits outcomes to predictors.</summary>
    /// <param name="names">Name of each predictor.</param>
    /// <param name="predictors">Finite values. [predictors][rows]</param>
    /// <param name="outcomes">What happened. [rows]</param>
    /// <exception cref="StatisticsException">
    /// One class only, a constant or redundant predictor, or separation; the message says which.
    /// </exception>
    public static LogisticRegression Fit(
        IReadOnlyList<string> names,
        IReadOnlyList<double[]> predictors,
        bool[] outcomes
    )
    {
        var (coefficients, errors, covariance, likelihood) = LogisticFit.Find(names, predictors, outcomes);
        return new LogisticRegression(names, predictors, outcomes, coefficients, errors, covariance, likelihood);
    }

    private static Term TermOf(string name, double coefficient, double error) =>
        new(
            name,
            coefficient,
            error,
            coefficient / error,
            Tails.Normal(coefficient / error),
            coefficient - Z95 * error,
            coefficient + Z95 * error
        );

    private static Confusion ConfusionOf(double[] probabilities, bool[] outcomes)
    {
        int Count(bool outcome, bool prediction) =>
            outcomes.Where((actual, i) => actual == outcome && probabilities[i] > 0.5 == prediction).Count();
        return new Confusion(Count(false, false), Count(false, true), Count(true, false), Count(true, true));
    }
}
