using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Squared entropy plus varentropy of the final distribution, in nats².</summary>
internal sealed class CompositeLast : ITokenMetric
{
    public string Name => "composite.last";

    public string Unit => "nats²";

    public string Formula => "H² + V of the final distribution";

    public string Source => "the original FluxEntropy";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) =>
        document.FinalEntropy * document.FinalEntropy + document.FinalVarentropy;
}
