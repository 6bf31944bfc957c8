using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Entropy of the final distribution in nats.</summary>
internal sealed class EntropyLast : ITokenMetric
{
    public string Name => "entropy.last";

    public string Unit => "nats";

    public string Formula => "H of the final distribution, Hᵢ = −Σᵥ pᵢ(v) ln pᵢ(v)";

    public string Source => "Shannon 1948, A Mathematical Theory of Communication";

    public CellMapping Cells => CellMapping.Nats;

    public double Of(in MeasuredDocument document) => document.FinalEntropy;
}
