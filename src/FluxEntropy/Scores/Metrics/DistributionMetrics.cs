namespace FluxEntropy.Scores.Metrics;

/// <summary>Mean of p₁ − p₂, the two largest probabilities of a position.</summary>
internal sealed class MarginMean : IMetric
{
    public string Name => "margin.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Margin);
}

/// <summary>Mean of the largest probability of a position.</summary>
internal sealed class Top1Mean : IMetric
{
    public string Name => "top1.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Top1);
}

/// <summary>Mean rank of the true token among all, from 1.</summary>
internal sealed class RankMean : IMetric
{
    public string Name => "rank.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Rank);
}
