namespace FluxEntropy.Metrics;

/// <summary>exp of the mean surprisal.</summary>
internal sealed class Perplexity : IMetric
{
    public string Name => "perplexity";

    public double Of(in MeasuredDocument document) => Math.Exp(Aggregates.Mean(document.Surprisal));
}
