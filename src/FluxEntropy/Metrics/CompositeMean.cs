namespace FluxEntropy.Metrics;

/// <summary>Squared mean entropy plus mean varentropy, in nats²: the original project's combination.</summary>
internal sealed class CompositeMean : IMetric
{
    public string Name => "composite.mean";

    public double Of(in MeasuredDocument document)
    {
        var entropy = Aggregates.Mean(document.Entropy);
        return entropy * entropy + Aggregates.Mean(document.Varentropy);
    }
}
