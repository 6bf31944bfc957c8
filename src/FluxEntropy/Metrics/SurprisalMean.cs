using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Mean surprisal of the true tokens in nats.</summary>
internal sealed class SurprisalMean : ITokenMetric
{
    public string Name => "surprisal.mean";

    public string Unit => "nats";

    public string Formula => "(1/n) Σᵢ sᵢ, sᵢ = −ln pᵢ(tᵢ₊₁)";

    public string Source => "Shannon 1948; named by Tribus 1961, Thermostatics and Thermodynamics";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Surprisal);
}
