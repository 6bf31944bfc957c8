using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>Summed surprisal in bits over the UTF-8 bytes of the text: comparable between tokenizers.</summary>
internal sealed class BitsPerByte : ITokenMetric
{
    public string Name => "bits_per_byte";

    public string Unit => "bits/byte";

    public string Formula => "Σᵢ sᵢ / (ln 2 · UTF-8 bytes of the text), sᵢ = −ln pᵢ(tᵢ₊₁)";

    public string Source => "Gao et al. 2020, The Pile, arXiv 2101.00027";

    public CellMapping Cells => CellMapping.Relative;

    public double Of(in MeasuredDocument document) =>
        document.Bytes == 0 ? double.NaN : Aggregates.Sum(document.Surprisal) / (Math.Log(2) * document.Bytes);
}
