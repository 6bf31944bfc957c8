namespace FluxEntropy.Grains.Contracts;

/// <summary>The distribution of a metric over a group.</summary>
/// <param name="Histogram">
/// Ranked documents, as <see cref="Sketches.MetricHistogram"/> encodes them; null where no score file has the metric.
/// </param>
/// <param name="NotScored">Documents that are not scored under it, deleted ones left out.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.MetricDistribution")]
public sealed record MetricDistribution([property: Id(0)] byte[]? Histogram, [property: Id(1)] long NotScored);
