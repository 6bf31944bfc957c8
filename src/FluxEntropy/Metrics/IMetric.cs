namespace FluxEntropy.Metrics;

/// <summary>One number about a document. A new metric is a class of this kind and a line in <see cref="MetricCatalog"/>.</summary>
internal interface IMetric
{
    /// <summary>Name by which scores are asked for.</summary>
    string Name { get; }

    /// <summary>The value; NaN where nothing was measured that it could be taken from.</summary>
    double Of(in MeasuredDocument document);
}
