using FluxEntropy.Analysis.Pictures;
using ScottPlot;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>A picture with a panel for each metric.</summary>
internal static class MetricPanels
{
    private const string Root = "sqrt_";

    public static readonly Color Right = Colours.Of(0);
    public static readonly Color Wrong = Colours.Of(1);

    /// <summary>
    /// The metrics that have something to show. A root orders rows as its square does: beside that, it would show the
    /// same curve again.
    /// </summary>
    public static IReadOnlyList<MetricFindings> MetricsOf(EvaluationFindings f)
    {
        MetricFindings[] shown = [.. f.Metrics.Where(metric => metric is { Roc: not null, IsConstant: false })];
        return [.. shown.Where(metric => !shown.Any(other => metric.Name == Root + other.Name))];
    }

    /// <summary>A sentence about the roots that are not shown; nothing where there are none.</summary>
    public static string Roots(EvaluationFindings f) =>
        f.Metrics.Select(metric => metric.Name).Any(name => f.Metrics.Any(root => root.Name == Root + name))
            ? " Roots order rows as their squares do and are left out."
            : "";

    /// <summary>The picture, or nothing where there are no panels.</summary>
    public static IEnumerable<Picture> Of(string name, string caption, IEnumerable<Panel> plots, int height = 260)
    {
        var panels = plots.ToArray();
        if (panels.Length == 0)
            yield break;
        var columns = Math.Min(3, panels.Length);
        yield return new Picture(name, caption, panels)
        {
            Columns = columns,
            Width = columns == 1 ? 560 : 330 * columns,
            Height = height * ((panels.Length + columns - 1) / columns),
        };
    }
}
