using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>
/// Summed surprisal in bits over the UTF-8 bytes of the tokens that it is the surprisal of: comparable between tokenizers, with a BOS
/// or without.
/// </summary>
internal sealed class BitsPerByte : ITokenMetric
{
    public string Name => "bits_per_byte";

    public string Unit => "bits/byte";

    public string Formula => "Σᵢ sᵢ / (ln 2 · UTF-8 bytes of the predicted tokens), sᵢ = −ln pᵢ(tᵢ₊₁)";

    public string Source => "Gao et al. 2020, The Pile, arXiv 2101.00027";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) =>
        document.Bytes == 0 ? double.NaN : Aggregates.Sum(document.Surprisal) / (Math.Log(2) * document.Bytes);
}
