using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Summed surprisal of the true tokens in nats: −ln of the document's probability.</summary>
internal sealed class SurprisalSum : ITokenMetric
{
    public string Name => "surprisal.sum";

    public string Unit => "nats";

    public string Formula => "Σᵢ sᵢ, sᵢ = −ln pᵢ(tᵢ₊₁)";

    public string Source => "Shannon 1948; named by Tribus 1961, Thermostatics and Thermodynamics";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Surprisal);
}
