namespace FluxEntropy.Metrics;

/// <summary>Summed surprisal of the true tokens in nats: −ln of the document's probability.</summary>
internal sealed class SurprisalSum : IMetric
{
    public string Name => "surprisal.sum";

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Surprisal);
}
