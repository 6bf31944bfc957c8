namespace FluxEntropy.Metrics;

/// <summary>Summed entropy in nats.</summary>
internal sealed class EntropySum : IMetric
{
    public string Name => "entropy.sum";

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Entropy);
}
