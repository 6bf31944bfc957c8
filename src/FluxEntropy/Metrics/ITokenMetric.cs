namespace FluxEntropy.Metrics;

/// <summary>A metric of the distributions that a model assigned to a document's tokens.</summary>
public interface ITokenMetric : IMetric
{
    MetricNeeds IMetric.Needs => MetricNeeds.TokenStatistics;

    /// <summary>
    /// The value; NaN where nothing was measured that it could be taken from. Must depend on nothing but the document,
    /// and be safe to call from several threads.
    /// </summary>
    /// <param name="document">A document with at least one position that counts.</param>
    double Of(in MeasuredDocument document);
}
