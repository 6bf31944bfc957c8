namespace FluxEntropy.Scores.Metrics;

/// <summary>Mean entropy in nats a position.</summary>
internal sealed class EntropyMean : IMetric
{
    public string Name => "entropy.mean";

    public double Of(in MeasuredDocument document) => Aggregates.Mean(document.Entropy);
}

/// <summary>Summed entropy in nats.</summary>
internal sealed class EntropySum : IMetric
{
    public string Name => "entropy.sum";

    public double Of(in MeasuredDocument document) => Aggregates.Sum(document.Entropy);
}

/// <summary>Entropy of the final distribution in nats.</summary>
internal sealed class EntropyLast : IMetric
{
    public string Name => "entropy.last";

    public double Of(in MeasuredDocument document) => document.FinalEntropy;
}

/// <summary>Largest entropy of a position in nats.</summary>
internal sealed class EntropyMax : IMetric
{
    public string Name => "entropy.max";

    public double Of(in MeasuredDocument document) => Aggregates.Max(document.Entropy);
}

/// <summary>Standard deviation of the positions' entropies in nats (divisor n).</summary>
internal sealed class EntropyDeviation : IMetric
{
    public string Name => "entropy.std";

    public double Of(in MeasuredDocument document) => Aggregates.Deviation(document.Entropy);
}
