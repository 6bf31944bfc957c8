using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>The order in which metrics are listed, and in which tables have their columns.</summary>
internal static class MetricOrder
{
    /// <summary>Those of the first file format in the order that scripts know, then the others by name.</summary>
    public static IReadOnlyList<IMetric> Sorted(IEnumerable<IMetric> metrics) =>
        [.. metrics.OrderBy(metric => PlaceOf(metric.Name)).ThenBy(metric => metric.Name, StringComparer.Ordinal)];

    private static int PlaceOf(string name)
    {
        for (var i = 0; i < FormatOne.Metrics.Count; i++)
        {
            if (FormatOne.Metrics[i] == name)
                return i;
        }
        return int.MaxValue;
    }
}
