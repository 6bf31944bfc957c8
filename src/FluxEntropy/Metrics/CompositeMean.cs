using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Squared mean entropy plus mean varentropy, in nats²: the original project's combination.</summary>
internal sealed class CompositeMean : ITokenMetric
{
    public string Name => "composite.mean";

    public string Unit => "nats²";

    public string Formula => "H̄² + V̄, entropy.mean squared plus varentropy.mean";

    public string Source => "the original FluxEntropy";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document)
    {
        var entropy = Aggregates.Mean(document.Entropy);
        return entropy * entropy + Aggregates.Mean(document.Varentropy);
    }
}
