namespace FluxEntropy.Analysis.Evaluation;

/// <summary>One kind of row by itself.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="N">Rows.</param>
/// <param name="Accuracy">Share that was answered right.</param>
/// <param name="Means">Means of metrics and covariates.</param>
/// <param name="Metrics">The first two metrics.</param>
/// <param name="Correlation">Pearson's r of the first two metrics.</param>
public sealed record DomainFindings(
    string Kind,
    int N,
    double Accuracy,
    IReadOnlyDictionary<string, double> Means,
    IReadOnlyList<MetricFindings> Metrics,
    double Correlation
);
