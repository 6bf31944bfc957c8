namespace FluxEntropy.Metrics;

/// <summary>Mean entropy in nats a position.</summary>
internal sealed class EntropyMean : IMetric
{
    public string Name => "entropy.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Entropy);
}
