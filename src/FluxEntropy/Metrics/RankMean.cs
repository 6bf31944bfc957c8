using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Mean rank of the true token among all, from 1.</summary>
internal sealed class RankMean : ITokenMetric
{
    public string Name => "rank.mean";

    public string Unit => "rank";

    public string Formula => "(1/n) Σᵢ rank of tᵢ₊₁ under pᵢ, from 1";

    public string Source => "Gehrmann, Strobelt and Rush 2019, GLTR, arXiv 1906.04043";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Rank);
}
