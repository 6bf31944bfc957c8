namespace FluxEntropy.Metrics;

/// <summary>Mean varentropy in nats² a position.</summary>
internal sealed class VarentropyMean : IMetric
{
    public string Name => "varentropy.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Varentropy);
}
