using FluxEntropy.Metrics;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>What an axis is called that shows a metric.</summary>
internal static class MetricLabel
{
    /// <summary>The metric's name with its unit, if it is known or the name implies one.</summary>
    public static string Of(string metric) => UnitOf(metric) is { } unit ? $"{metric} ({unit})" : metric;

    private static string? UnitOf(string metric) =>
        MetricCatalog.BuiltIn.IndexOf(metric) is >= 0 and var known
            ? MetricCatalog.BuiltIn.Metrics[known].Unit is var unit and not "1"
                ? unit
                : null
            : metric.StartsWith("sqrt_", StringComparison.Ordinal)
                ? "nats"
                : metric.Contains("varentropy", StringComparison.Ordinal)
                    ? "nats²"
                    : metric.StartsWith("composite", StringComparison.Ordinal)
                        ? "nats²"
                        : metric.Contains("entropy", StringComparison.Ordinal)
                            ? "nats"
                            : metric.StartsWith("surprisal", StringComparison.Ordinal)
                                ? "nats"
                                : metric == "characteristic_value"
                                    ? "nats"
                                    : null;
}
