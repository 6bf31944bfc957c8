using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>A column of scores, as files name it.</summary>
/// <param name="Name">
/// The metric's name; followed by <c>~</c> and its version from the second version on, because values of another
/// definition are another column.
/// </param>
/// <param name="Cells">How values map to the cells of a sketch.</param>
public sealed record MetricColumn(string Name, CellMapping Cells)
{
    /// <summary>The column that a metric's values are kept in.</summary>
    public static MetricColumn Of(IMetric metric) => new(NameOf(metric), metric.Cells);

    /// <summary>What a name ends in that asks for the first version of a metric, whose column has no version in its name.</summary>
    internal const string FirstVersion = "~1";

    private static string NameOf(IMetric metric) =>
        metric.Version == 1 ? metric.Name : $"{metric.Name}~{metric.Version}";
}
