using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>exp of the mean surprisal.</summary>
internal sealed class Perplexity : ITokenMetric
{
    public string Name => "perplexity";

    public string Unit => "1";

    public string Formula => "exp((1/n) Σᵢ sᵢ), sᵢ = −ln pᵢ(tᵢ₊₁)";

    public string Source =>
        "Jelinek, Mercer, Bahl and Baker 1977, Perplexity: a measure of the difficulty of speech recognition tasks";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) => Math.Exp(Aggregates.Mean(document.Surprisal));
}
