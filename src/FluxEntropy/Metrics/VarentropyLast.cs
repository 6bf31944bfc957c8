using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Varentropy of the final distribution in nats².</summary>
internal sealed class VarentropyLast : ITokenMetric
{
    public string Name => "varentropy.last";

    public string Unit => "nats²";

    public string Formula => "V of the final distribution, Vᵢ = Σᵥ pᵢ(v) (ln pᵢ(v) + Hᵢ)²";

    public string Source => "Kontoyiannis and Verdú 2014, arXiv 1212.2668";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => document.FinalVarentropy;
}
