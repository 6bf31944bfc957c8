namespace FluxEntropy.Metrics;

/// <summary>Mean of the largest probability of a position.</summary>
internal sealed class Top1Mean : IMetric
{
    public string Name => "top1.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Top1);
}
