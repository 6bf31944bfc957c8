namespace FluxEntropy.Metrics;

/// <summary>Summed surprisal in bits over the UTF-8 bytes of the text: comparable between tokenizers.</summary>
internal sealed class BitsPerByte : IMetric
{
    public string Name => "bits_per_byte";

    public double Of(in MeasuredDocument document) =>
        document.Bytes == 0 ? double.NaN : Aggregates.Sum(document.Surprisal) / (Math.Log(2) * document.Bytes);
}
