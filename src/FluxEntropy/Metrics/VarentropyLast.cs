namespace FluxEntropy.Metrics;

/// <summary>Varentropy of the final distribution in nats².</summary>
internal sealed class VarentropyLast : IMetric
{
    public string Name => "varentropy.last";

    public double Of(in MeasuredDocument document) => document.FinalVarentropy;
}
