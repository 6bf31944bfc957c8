namespace FluxEntropy.Metrics;

/// <summary>Squared entropy plus varentropy of the final distribution, in nats².</summary>
internal sealed class CompositeLast : IMetric
{
    public string Name => "composite.last";

    public double Of(in MeasuredDocument document) =>
        document.FinalEntropy * document.FinalEntropy + document.FinalVarentropy;
}
