using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// A regression on predictors of which some are linear combinations of others: their coefficients have no one answer, but
/// its likelihood has, since it is that of the regression on those that are left.
/// </summary>
/// <param name="Names">The predictors.</param>
/// <param name="Vif">Variance inflation of each; infinite for those that are combinations of others.</param>
/// <param name="Kept">The regression on the first predictors that are independent; the others add nothing to it.</param>
public sealed record CollinearFit(IReadOnlyList<string> Names, IReadOnlyList<double> Vif, LogisticRegression Kept)
{
    /// <summary>Names of the predictors of <see cref="Kept"/>.</summary>
    public IEnumerable<string> KeptNames => Kept.Terms.Skip(1).Select(term => term.Name);
}
