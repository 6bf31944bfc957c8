using FluxEntropy.Analysis.Pictures;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>ROC curves of metrics.</summary>
internal static class RocPicture
{
    private const int MaxPoints = 400; // about as many as a panel has pixels

    public static IEnumerable<Picture> Of(EvaluationFindings f) =>
        MetricPanels.Of(
            "roc",
            "ROC curve of each metric with the area under it and DeLong's interval of 95%; the dashed line is chance.",
            MetricPanels.MetricsOf(f).Select(Panel),
            height: 300
        );

    private static Plot Panel(MetricFindings metric)
    {
        var (roc, interval) = (metric.Roc!, metric.Roc!.Interval);
        var plot = Plots.Of(metric.Name, "wrong answers taken for right", "right answers found");
        plot.Line([0, 1], [0, 1], Colours.Soft, 1, LinePattern.Dashed);
        var every = Math.Max(1, roc.Points.Count / MaxPoints);
        var points = roc.Points.Where((_, i) => i % every == 0 || i == roc.Points.Count - 1).ToArray();
        plot.Line(
            [.. points.Select(point => point.FalsePositives)],
            [.. points.Select(point => point.TruePositives)],
            MetricPanels.Right,
            2.5f
        );
        var (area, range) = (
            Invariant($"AUC {roc.Auc:0.000}"),
            Invariant($"{interval.Low:0.000} to {interval.High:0.000}")
        );
        plot.Write(area, 0.97, 0.17, MetricPanels.Right, Alignment.MiddleRight, 14, 0);
        plot.Write(range, 0.97, 0.08, Colours.Soft, Alignment.MiddleRight, 12, 0);
        plot.Axes.SetLimits(0, 1, 0, 1.01);
        return plot;
    }
}
