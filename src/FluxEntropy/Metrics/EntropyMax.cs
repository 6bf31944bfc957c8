using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Largest entropy of a position in nats.</summary>
internal sealed class EntropyMax : ITokenMetric
{
    public string Name => "entropy.max";

    public string Unit => "nats";

    public string Formula => "maxᵢ Hᵢ, Hᵢ = −Σᵥ pᵢ(v) ln pᵢ(v)";

    public string Source => "Shannon 1948, A Mathematical Theory of Communication";

    public CellMapping Cells => CellMapping.Nats;

    public double Of(in MeasuredDocument document) => Aggregates.Max(document.Entropy);
}
