using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>The likelihood of outcomes under given coefficients of a logistic model.</summary>
/// <param name="Probabilities">Of a true outcome. [rows]</param>
/// <param name="Log">ln L.</param>
/// <param name="Information">
/// Fisher's information: the negative of the Hessian of ln L. [coefficients][coefficients]
/// </param>
internal readonly record struct LogisticLikelihood(double[] Probabilities, double Log, Matrix<double> Information)
{
    /// <param name="design">Predictors, the constant among them. [rows][coefficients]</param>
    /// <param name="coefficients">[coefficients]</param>
    /// <param name="outcomes">[rows]</param>
    public static LogisticLikelihood At(Matrix<double> design, Vector<double> coefficients, bool[] outcomes)
    {
        var logits = design * coefficients;
        var p = logits.Select(logit => 1 / (1 + Math.Exp(-logit))).ToArray();
        // ln σ(x) = −ln(1 + e^−x), without overflow
        var log = logits
            .Select((logit, row) => outcomes[row] ? logit : -logit)
            .Sum(x => x > 0 ? -Log1p(Math.Exp(-x)) : x - Log1p(Math.Exp(x)));
        var weighted = design.MapIndexed((row, _, value) => value * p[row] * (1 - p[row]));
        return new LogisticLikelihood(p, log, design.TransposeThisAndMultiply(weighted));
    }

    /// <summary>The derivative of ln L by the coefficients.</summary>
    public Vector<double> Gradient(Matrix<double> design, bool[] outcomes)
    {
        var probabilities = Probabilities;
        return design.TransposeThisAndMultiply(
            Vector<double>.Build.Dense(outcomes.Length, row => (outcomes[row] ? 1 : 0) - probabilities[row])
        );
    }

    private static double Log1p(double x) => Math.Abs(x) > 1e-4 ? Math.Log(1 + x) : x - x * x / 2 + x * x * x / 3;
}
