using FluxEntropy.Analysis.Pictures;
using ScottPlot;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>A picture with a panel for each metric.</summary>
internal static class MetricPanels
{
    public static readonly Color Right = Colours.Of(0);
    public static readonly Color Wrong = Colours.Of(1);

    /// <summary>The metrics that have something to show.</summary>
    public static IEnumerable<MetricFindings> MetricsOf(EvaluationFindings f) =>
        f.Metrics.Where(metric => metric is { Roc: not null, IsConstant: false });

    /// <summary>The picture, or nothing where there are no panels.</summary>
    public static IEnumerable<Picture> Of(string name, string caption, IEnumerable<Plot> plots, int height = 260)
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
