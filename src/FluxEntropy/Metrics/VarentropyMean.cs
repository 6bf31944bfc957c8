using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Mean varentropy in nats² a position.</summary>
internal sealed class VarentropyMean : ITokenMetric
{
    public string Name => "varentropy.mean";

    public string Unit => "nats²";

    public string Formula => "(1/n) Σᵢ Vᵢ, Vᵢ = Σᵥ pᵢ(v) (ln pᵢ(v) + Hᵢ)²";

    public string Source => "Kontoyiannis and Verdú 2014, arXiv 1212.2668";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Varentropy);
}
