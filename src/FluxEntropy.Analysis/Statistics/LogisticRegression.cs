using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// A logistic regression with a constant, by Newton's method on the likelihood without a penalty; the figures are those that
/// statsmodels' Logit gives.
/// </summary>
public sealed class LogisticRegression
{
    /// <summary>Two-sided 5% point of the standard normal distribution.</summary>
    internal const double Z95 = 1.959963984540054;

    private const int MostIterations = 100;
    private const double Separated = 1e-8; // of a likelihood this close to 1 there is no largest one
    private const double Unbounded = 50; // a coefficient of a standardised predictor that grows without end

    private readonly Matrix<double> _covariance;

    private LogisticRegression(
        IReadOnlyList<string> names,
        double[][] predictors,
        bool[] outcomes,
        Vector<double> coefficients,
        Matrix<double> covariance,
        double[] probabilities,
        double logLikelihood
    )
    {
        _covariance = covariance;
        (N, NTrue) = (outcomes.Length, outcomes.Count(outcome => outcome));
        (LogLikelihood, Probabilities) = (logLikelihood, probabilities);
        Terms =
        [
            .. Enumerable
                .Range(0, coefficients.Count)
                .Select(i =>
                {
                    var (coef, se) = (coefficients[i], Math.Sqrt(covariance[i, i]));
                    return new Term(
                        i == 0 ? "const" : names[i - 1],
                        coef,
                        se,
                        coef / se,
                        Tails.Normal(coef / se),
                        coef - Z95 * se,
                        coef + Z95 * se
                    );
                }),
        ];
        Roc = RocCurve.Of(probabilities, outcomes);
        var predicted = probabilities.Select(p => p > 0.5).ToArray();
        int Count(bool outcome, bool prediction) =>
            outcomes.Where((actual, i) => actual == outcome && predicted[i] == prediction).Count();
        Confusion = new Confusion(Count(false, false), Count(false, true), Count(true, false), Count(true, true));
        Brier = probabilities.Zip(outcomes, (p, outcome) => Math.Pow(p - (outcome ? 1 : 0), 2)).Average();
        (Vif, ConditionNumber) = Collinearity(predictors);
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

    /// <summary>Likelihood-ratio statistic against the constant alone: χ² with <see cref="DfModel"/> degrees of freedom.</summary>
    public double Llr => 2 * (LogLikelihood - NullLogLikelihood);

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
    /// <exception cref="StatisticsException">One class only, a constant or redundant predictor, or separation; the message says which.</exception>
    public static LogisticRegression Fit(
        IReadOnlyList<string> names,
        IReadOnlyList<double[]> predictors,
        bool[] outcomes
    )
    {
        Require(names, predictors, outcomes);
        // Newton's method on standardised predictors, whose Hessian is well scaled; what it finds is then taken back.
        var summaries = predictors.Select(values => (Mean: values.Average(), Sd: Deviation(values))).ToArray();
        var design = Matrix<double>.Build.Dense(outcomes.Length, predictors.Count + 1, (row, column) =>
            column == 0 ? 1 : (predictors[column - 1][row] - summaries[column - 1].Mean) / summaries[column - 1].Sd
        );
        var coefficients = Vector<double>.Build.Dense(design.ColumnCount);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var (probabilities, logLikelihood) = At(design, coefficients, outcomes);
            if (logLikelihood > -Separated * outcomes.Length || coefficients.AbsoluteMaximum() > Unbounded)
                throw Separation(names, design * coefficients, outcomes);
            var information = Information(design, probabilities);
            var step = Solve(
                information,
                design.TransposeThisAndMultiply(
                    Vector<double>.Build.Dense(outcomes.Length, row => (outcomes[row] ? 1 : 0) - probabilities[row])
                ),
                names
            );
            coefficients += step;
            if (step.AbsoluteMaximum() > 1e-13 * Math.Max(1, coefficients.AbsoluteMaximum()))
                continue;
            break;
        }
        return Unscaled(names, predictors, outcomes, summaries, design, coefficients);
    }

    private static StatisticsException Separation(
        IReadOnlyList<string> names,
        Vector<double> logits,
        bool[] outcomes
    ) =>
        new(
            logits.Select((logit, row) => outcomes[row] ? logit : -logit).Min() > 1
                ? $"{Listed(names)} separate the outcomes completely: the likelihood has no maximum, and a coefficient could be as large as one likes. Compare the groups' ranges, or take coefficients held small by a penalty."
                : $"{Listed(names)} separate the outcomes, but for rows of equal values: the likelihood has no maximum. Compare the groups' ranges, or take coefficients held small by a penalty."
        );

    private static LogisticRegression Unscaled(
        IReadOnlyList<string> names,
        IReadOnlyList<double[]> predictors,
        bool[] outcomes,
        (double Mean, double Sd)[] scales,
        Matrix<double> design,
        Vector<double> scaled
    )
    {
        var (probabilities, logLikelihood) = At(design, scaled, outcomes);
        // β = T·γ, where γ belongs to (x − mean) / sd.
        var back = Matrix<double>.Build.DenseIdentity(scaled.Count);
        for (var i = 1; i < scaled.Count; i++)
        {
            back[i, i] = 1 / scales[i - 1].Sd;
            back[0, i] = -scales[i - 1].Mean / scales[i - 1].Sd;
        }
        var covariance = back * Information(design, probabilities).Inverse() * back.Transpose();
        return new LogisticRegression(
            names,
            [.. predictors],
            outcomes,
            back * scaled,
            covariance,
            probabilities,
            logLikelihood
        );
    }

    private static void Require(IReadOnlyList<string> names, IReadOnlyList<double[]> predictors, bool[] outcomes)
    {
        if (outcomes.All(outcome => outcome == outcomes[0]))
            throw new StatisticsException(
                $"all {outcomes.Length} outcomes are {(outcomes[0] ? "true" : "false")}: with one class there is nothing to tell apart."
            );
        for (var i = 0; i < names.Count; i++)
        {
            if (predictors[i].All(value => value == predictors[i][0]))
                throw new StatisticsException(
                    $"{names[i]} is {predictors[i][0]} in every row: a constant predicts nothing. Leave it out."
                );
        }
        if (outcomes.Length <= names.Count + 1)
            throw new StatisticsException($"{outcomes.Length} rows are too few for {names.Count + 1} coefficients.");
        if (Collinearity([.. predictors]).ConditionNumber > 1e7) // what rounding leaves of exact collinearity is above it
            throw new StatisticsException(
                $"{Listed(names)} are linear combinations of each other: their coefficients cannot be told apart. Leave one out."
            );
    }

    private static (double[] Probabilities, double LogLikelihood) At(
        Matrix<double> design,
        Vector<double> coefficients,
        bool[] outcomes
    )
    {
        var logits = design * coefficients;
        var probabilities = logits.Select(logit => 1 / (1 + Math.Exp(-logit))).ToArray();
        // ln σ(x) = −ln(1 + e^−x), without overflow
        var sum = logits
            .Select((logit, row) => outcomes[row] ? logit : -logit)
            .Sum(x => x > 0 ? -Log1p(Math.Exp(-x)) : x - Log1p(Math.Exp(x)));
        return (probabilities, sum);
    }

    private static double Log1p(double x) => Math.Abs(x) > 1e-4 ? Math.Log(1 + x) : x - x * x / 2 + x * x * x / 3;

    private static Matrix<double> Information(Matrix<double> design, double[] probabilities)
    {
        var weighted = design.MapIndexed((row, _, value) => value * probabilities[row] * (1 - probabilities[row]));
        return design.TransposeThisAndMultiply(weighted);
    }

    private static Vector<double> Solve(
        Matrix<double> information,
        Vector<double> gradient,
        IReadOnlyList<string> names
    )
    {
        var step = information.Solve(gradient);
        return step.All(double.IsFinite)
            ? step
            : throw new StatisticsException($"{Listed(names)} leave the coefficients undetermined.");
    }

    private static (double[] Vif, double ConditionNumber) Collinearity(double[][] predictors)
    {
        if (predictors.Length == 1)
            return ([1], 1);
        var correlations = Matrix<double>.Build.Dense(predictors.Length, predictors.Length, (i, j) =>
            i == j ? 1 : Correlation.Pearson(predictors[i], predictors[j]).R
        );
        var eigenvalues = correlations
            .Evd(Symmetricity.Symmetric)
            .EigenValues.Select(value => value.Real)
            .Order()
            .ToArray();
        var condition = eigenvalues[0] <= 0 ? double.PositiveInfinity : Math.Sqrt(eigenvalues[^1] / eigenvalues[0]);
        return (
            double.IsInfinity(condition)
                ? [.. predictors.Select(_ => double.PositiveInfinity)]
                : correlations.Inverse().Diagonal().ToArray(),
            condition
        );
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static string Listed(IReadOnlyList<string> names) => string.Join(" and ", names);
}
