using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Mean of the largest probability of a position.</summary>
internal sealed class Top1Mean : ITokenMetric
{
    public string Name => "top1.mean";

    public string Unit => "probability";

    public string Formula => "(1/n) Σᵢ maxᵥ pᵢ(v)";

    public string Source => "Hendrycks and Gimpel 2017, arXiv 1610.02136";

    public CellMapping Cells => CellMapping.Probability;

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Top1);
}
