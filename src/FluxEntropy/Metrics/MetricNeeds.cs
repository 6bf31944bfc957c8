namespace FluxEntropy.Metrics;

/// <summary>What a metric is measured from.</summary>
public enum MetricNeeds
{
    /// <summary>A model's statistics of each token: a device has to read the text.</summary>
    TokenStatistics,

    /// <summary>The text alone; no device is needed.</summary>
    Text,

    /// <summary>Other scores of the same document; nothing is read.</summary>
    Scores,
}
