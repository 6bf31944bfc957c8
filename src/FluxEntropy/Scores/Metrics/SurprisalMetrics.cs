namespace FluxEntropy.Scores.Metrics;

/// <summary>Mean surprisal of the true tokens in nats.</summary>
internal sealed class SurprisalMean : IMetric
{
    public string Name => "surprisal.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Surprisal);
}

/// <summary>Summed surprisal of the true tokens in nats: −ln of the document's probability.</summary>
internal sealed class SurprisalSum : IMetric
{
    public string Name => "surprisal.sum";

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Surprisal);
}

/// <summary>exp of the mean surprisal.</summary>
internal sealed class Perplexity : IMetric
{
    public string Name => "perplexity";

    public double Of(in MeasuredDocument document) => Math.Exp(Aggregates.Mean(document.Surprisal));
}

/// <summary>Summed surprisal in bits over the UTF-8 bytes of the text: comparable between tokenizers.</summary>
internal sealed class BitsPerByte : IMetric
{
    public string Name => "bits_per_byte";

    public double Of(in MeasuredDocument document) =>
        document.Bytes == 0 ? double.NaN : Aggregates.Sum(document.Surprisal) / (Math.Log(2) * document.Bytes);
}
