using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Standard deviation of the positions' entropies in nats (divisor n).</summary>
internal sealed class EntropyDeviation : ITokenMetric
{
    public string Name => "entropy.std";

    public string Unit => "nats";

    public string Formula => "√((1/n) Σᵢ (Hᵢ − H̄)²), Hᵢ = −Σᵥ pᵢ(v) ln pᵢ(v)";

    public string Source => "Shannon 1948, A Mathematical Theory of Communication";

    public CellMapping Cells => CellMapping.Nats;

    public double Of(in MeasuredDocument document) => Aggregates.Deviation(document.Entropy);
}
