namespace FluxEntropy.Scores.Metrics;

/// <summary>Mean varentropy in nats² a position.</summary>
internal sealed class VarentropyMean : IMetric
{
    public string Name => "varentropy.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Varentropy);
}

/// <summary>Summed varentropy in nats².</summary>
internal sealed class VarentropySum : IMetric
{
    public string Name => "varentropy.sum";

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Varentropy);
}

/// <summary>Varentropy of the final distribution in nats².</summary>
internal sealed class VarentropyLast : IMetric
{
    public string Name => "varentropy.last";

    public double Of(in MeasuredDocument document) => document.FinalVarentropy;
}

/// <summary>Squared mean entropy plus mean varentropy, in nats²: the original project's combination.</summary>
internal sealed class CompositeMean : IMetric
{
    public string Name => "composite.mean";

    public double Of(in MeasuredDocument document)
    {
        var entropy = Aggregates.Mean(document.Entropy);
        return entropy * entropy + Aggregates.Mean(document.Varentropy);
    }
}

/// <summary>Squared entropy plus varentropy of the final distribution, in nats².</summary>
internal sealed class CompositeLast : IMetric
{
    public string Name => "composite.last";

    public double Of(in MeasuredDocument document) =>
        document.FinalEntropy * document.FinalEntropy + document.FinalVarentropy;
}
