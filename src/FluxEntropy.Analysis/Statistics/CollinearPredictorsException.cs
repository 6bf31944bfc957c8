namespace FluxEntropy.Analysis.Statistics;

/// <summary>Predictors whose coefficients cannot be told apart, because one is a linear combination of others.</summary>
/// <param name="message">Which, and what to do.</param>
/// <param name="vif">Variance inflation of each predictor; infinite for those that are combinations of others.</param>
public sealed class CollinearPredictorsException(string message, IReadOnlyList<double> vif)
    : StatisticsException(message)
{
    /// <summary>Variance inflation of each predictor; infinite for those that are combinations of others.</summary>
    public IReadOnlyList<double> Vif { get; } = vif;
}
