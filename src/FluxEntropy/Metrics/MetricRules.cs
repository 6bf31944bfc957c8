using System.Text.RegularExpressions;

namespace FluxEntropy.Metrics;

/// <summary>What a metric must be to be in a catalogue: its name ends up in file names, columns and options.</summary>
internal static partial class MetricRules
{
    private const int LongestName = 64;

    // Columns that tables of scores have anyway.
    private static readonly string[] Taken =
    [
        "id",
        "shard",
        "row",
        "segment",
        "tokens",
        "held_out",
        "failure",
        "bytes",
    ];

    /// <exception cref="ArgumentException">The metric breaks a rule; the message says which.</exception>
    public static void Check(IMetric metric, IReadOnlyList<IMetric> all)
    {
        if (Problem(metric, all) is { } problem)
            throw new ArgumentException($"metric '{metric.Name}' of {metric.GetType().FullName}: {problem}");
    }

    private static string? Problem(IMetric metric, IReadOnlyList<IMetric> all) =>
        metric.Name is not { Length: > 0 and <= LongestName } || !NamePattern().IsMatch(metric.Name)
            ? $"a name is 1 to {LongestName} characters: words of a-z, 0-9 and '_', joined by dots."
        : Taken.Contains(metric.Name) ? "tables of scores have another column of that name."
        : MetricView.IsView(metric.Name)
            ? "the endings .sqrt and .norm are views of metrics, and no metric may have them."
        : all.First(other => other.Name == metric.Name) is var first && first != metric
            ? $"{first.GetType().FullName} has that name already."
        : metric.Version < 1 ? $"version {metric.Version} is below 1."
        : (metric.Unit, metric.Formula, metric.Source) is not ({ Length: > 0 }, { Length: > 0 }, { Length: > 0 })
            ? "unit, formula and source are required."
        : metric.Cells is null ? "cells are required."
        : null;

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
