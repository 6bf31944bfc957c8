using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Mean entropy in nats a position.</summary>
internal sealed class EntropyMean : ITokenMetric
{
    public string Name => "entropy.mean";

    public string Unit => "nats";

    public string Formula => "(1/n) Σᵢ Hᵢ, Hᵢ = −Σᵥ pᵢ(v) ln pᵢ(v)";

    public string Source => "Shannon 1948, A Mathematical Theory of Communication";

    public CellMapping Cells => CellMapping.Nats;

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Entropy);
}
