namespace FluxEntropy.Metrics;

/// <summary>Entropy of the final distribution in nats.</summary>
internal sealed class EntropyLast : IMetric
{
    public string Name => "entropy.last";

    public double Of(in MeasuredDocument document) => document.FinalEntropy;
}
