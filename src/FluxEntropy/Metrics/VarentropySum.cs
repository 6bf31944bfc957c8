using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Summed varentropy in nats².</summary>
internal sealed class VarentropySum : ITokenMetric
{
    public string Name => "varentropy.sum";

    public string Unit => "nats²";

    public string Formula => "Σᵢ Vᵢ, Vᵢ = Σᵥ pᵢ(v) (ln pᵢ(v) + Hᵢ)²";

    public string Source => "Kontoyiannis and Verdú 2014, arXiv 1212.2668";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Varentropy);
}
