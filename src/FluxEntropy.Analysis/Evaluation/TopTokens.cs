namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// What the k most likely tokens of a distribution say of its entropy. Natural logarithms; base 2 stands in the names
/// of those that have it.
/// </summary>
/// <param name="TopMass">Their probability in all.</param>
/// <param name="Entropy">Of the k alone, scaled to sum 1, in nats.</param>
/// <param name="Varentropy">Of the k alone, scaled to sum 1, in nats².</param>
/// <param name="Partial">−Σ p ln p of the k, not scaled: what they contribute to the whole entropy, in nats.</param>
/// <param name="LowerBound">
/// Least entropy of the whole distribution: the rest in as few tokens as the least likely of the k allows.
/// </param>
/// <param name="UpperBound">
/// Largest entropy of the whole distribution: the rest spread evenly over the vocabulary.
/// </param>
public sealed record TopTokens(
    double TopMass,
    double Entropy,
    double Varentropy,
    double Partial,
    double LowerBound,
    double UpperBound
)
{
    /// <summary>Bits in a nat.</summary>
    public const double Bits = 1.4426950408889634;

    /// <summary>
    /// Reads the log-probabilities of the k most likely tokens; ones of −∞ have no probability and count for nothing.
    /// </summary>
    /// <param name="logProbabilities">Natural logarithms, none above 0, at least one finite.</param>
    /// <param name="vocabulary">Tokens of the whole distribution; without it the upper bound means little.</param>
    /// <exception cref="FormatException">
    /// There is none, one is above 0 or not a number, or there are more than the vocabulary has; the message says
    /// which.
    /// </exception>
    public static TopTokens Of(IReadOnlyList<double> logProbabilities, int vocabulary = int.MaxValue)
    {
        var finite = Checked(logProbabilities, vocabulary);
        var mass = finite.Sum(Math.Exp);
        var (entropy, varentropy) = Scaled(finite, Math.E);
        var partial = -finite.Sum(l => l * Math.Exp(l));
        var rest = Math.Max(0, 1 - mass);
        var others = vocabulary - logProbabilities.Count;
        return new TopTokens(
            mass,
            entropy,
            varentropy,
            partial,
            rest > 0 ? partial - rest * finite.Min() : partial,
            rest > 0 && others > 0 ? partial + rest * Math.Log(others / rest) : partial
        );
    }

    /// <summary>
    /// Entropy in bits and varentropy in bits² as the original project computed them: 2^l of natural logarithms, scaled
    /// to sum 1. That is the distribution at temperature 1/ln 2, flatter than the model's.
    /// </summary>
    /// <exception cref="FormatException">As for <see cref="Of"/>.</exception>
    public static (double Entropy, double Varentropy) OriginalBase2(
        IReadOnlyList<double> logProbabilities,
        int vocabulary = int.MaxValue
    )
    {
        var (entropy, varentropy) = Scaled(Checked(logProbabilities, vocabulary), 2);
        return (entropy * Bits, varentropy * Bits * Bits);
    }

    private static (double Entropy, double Varentropy) Scaled(double[] logarithms, double @base)
    {
        var weights = logarithms.Select(l => Math.Pow(@base, l)).ToArray();
        var sum = weights.Sum();
        var p = weights.Select(weight => weight / sum).ToArray();
        var entropy = -p.Sum(value => value > 0 ? value * Math.Log(value) : 0);
        return (entropy, p.Sum(value => value > 0 ? value * Math.Pow(Math.Log(value) + entropy, 2) : 0));
    }

    private static double[] Checked(IReadOnlyList<double> logProbabilities, int vocabulary)
    {
        if (logProbabilities.Count > vocabulary)
            throw new FormatException(
                $"{logProbabilities.Count} log-probabilities of a vocabulary of {vocabulary} tokens."
            );
        if (
            logProbabilities.FirstOrDefault(l => double.IsNaN(l) || l > 1e-6, double.NegativeInfinity) is var bad
            && !double.IsNegativeInfinity(bad)
        )
            throw new FormatException($"{bad} is not the logarithm of a probability.");
        double[] finite = [.. logProbabilities.Where(double.IsFinite)];
        return finite.Length > 0 ? finite : throw new FormatException("there is no log-probability that is finite.");
    }
}
