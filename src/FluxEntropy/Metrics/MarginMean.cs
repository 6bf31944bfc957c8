namespace FluxEntropy.Metrics;

/// <summary>Mean of p₁ − p₂, the two largest probabilities of a position.</summary>
internal sealed class MarginMean : IMetric
{
    public string Name => "margin.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Margin);
}
