namespace FluxEntropy.Metrics;

/// <summary>Mean surprisal of the true tokens in nats.</summary>
internal sealed class SurprisalMean : IMetric
{
    public string Name => "surprisal.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Surprisal);
}
