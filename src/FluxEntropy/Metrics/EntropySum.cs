using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Summed entropy in nats.</summary>
internal sealed class EntropySum : ITokenMetric
{
    public string Name => "entropy.sum";

    public string Unit => "nats";

    public string Formula => "Σᵢ Hᵢ, Hᵢ = −Σᵥ pᵢ(v) ln pᵢ(v)";

    public string Source => "Shannon 1948, A Mathematical Theory of Communication";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Entropy);
}
