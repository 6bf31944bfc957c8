namespace FluxEntropy.Metrics;

/// <summary>Summed varentropy in nats².</summary>
internal sealed class VarentropySum : IMetric
{
    public string Name => "varentropy.sum";

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Varentropy);
}
