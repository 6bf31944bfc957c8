namespace FluxEntropy.Metrics;

/// <summary>Largest entropy of a position in nats.</summary>
internal sealed class EntropyMax : IMetric
{
    public string Name => "entropy.max";

    public double Of(in MeasuredDocument document) => Aggregates.Max(document.Entropy);
}
