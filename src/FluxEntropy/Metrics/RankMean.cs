namespace FluxEntropy.Metrics;

/// <summary>Mean rank of the true token among all, from 1.</summary>
internal sealed class RankMean : IMetric
{
    public string Name => "rank.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Rank);
}
