using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Mean of p₁ − p₂, the two largest probabilities of a position.</summary>
internal sealed class MarginMean : ITokenMetric
{
    public string Name => "margin.mean";

    public string Unit => "probability";

    public string Formula => "(1/n) Σᵢ (p₁ − p₂), the two largest of pᵢ";

    public string Source =>
        "Scheffer, Decomain and Wrobel 2001, Active Hidden Markov Models for Information Extraction";

    public CellMapping Cells => CellMapping.Probability;

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Margin);
}
