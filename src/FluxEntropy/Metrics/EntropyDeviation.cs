namespace FluxEntropy.Metrics;

/// <summary>Standard deviation of the positions' entropies in nats (divisor n).</summary>
internal sealed class EntropyDeviation : IMetric
{
    public string Name => "entropy.std";

    public double Of(in MeasuredDocument document) => Aggregates.Deviation(document.Entropy);
}
