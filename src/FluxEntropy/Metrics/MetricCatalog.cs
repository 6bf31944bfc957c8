namespace FluxEntropy.Metrics;

/// <summary>The metrics that every score file holds, in column order.</summary>
public static class MetricCatalog
{
    /// <summary>Raised whenever a definition changes value; part of a profile's hash.</summary>
    public const int Version = 1;

    private static readonly IMetric[] Metrics =
    [
        new EntropyMean(),
        new EntropySum(),
        new EntropyLast(),
        new EntropyMax(),
        new EntropyDeviation(),
        new VarentropyMean(),
        new VarentropySum(),
        new VarentropyLast(),
        new SurprisalMean(),
        new SurprisalSum(),
        new Perplexity(),
        new BitsPerByte(),
        new MarginMean(),
        new Top1Mean(),
        new RankMean(),
        new CompositeMean(),
        new CompositeLast(),
    ];

    /// <summary>Names in column order. The suffixes <c>.sqrt</c> and <c>.norm</c> are views of these, not columns.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Metrics.Select(metric => metric.Name)];

    /// <summary>Column of a metric, or −1.</summary>
    public static int IndexOf(string name) => Array.FindIndex(Metrics, metric => metric.Name == name);

    /// <summary>Takes every metric of a document.</summary>
    /// <param name="statistics">Of the whole document.</param>
    /// <param name="bytes">UTF-8 length of the text.</param>
    /// <param name="positions">Positions that aggregates count; <c>.last</c> is always the final distribution.</param>
    /// <returns>Values in the order of <see cref="Names"/>; all NaN where no position counts.</returns>
    public static float[] Measure(TokenStatistics statistics, int bytes, ScoredPositions positions)
    {
        var document = new MeasuredDocument(statistics, bytes, positions);
        var values = new float[Metrics.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = document.HasPositions ? (float)Metrics[i].Of(document) : float.NaN;
        return values;
    }

    /// <summary>The metrics of a document that could not be measured.</summary>
    public static float[] Nothing()
    {
        var values = new float[Metrics.Length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
