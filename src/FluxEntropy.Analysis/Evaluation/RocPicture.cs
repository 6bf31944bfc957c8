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
            "ROC curve of each metric, a high value taken for a right answer, with the area under it and DeLong's interval of "
                + "95%; the dashed line is chance. An area below 0.5 says that low values go with right answers."
                + MetricPanels.Roots(f),
            MetricPanels.MetricsOf(f).Select(Panel),
            height: 330
        );

    private static Panel Panel(MetricFindings metric)
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
        // The corner that the curve leaves free.
        var isAbove = roc.Auc >= 0.5;
        var (x, y, alignment) = isAbove ? (0.97, 0.17, Alignment.MiddleRight) : (0.03, 0.92, Alignment.MiddleLeft);
        plot.Words.Add(
            new Word(Invariant($"AUC {roc.Auc:0.000}"), x, y, Colours.InkOf(MetricPanels.Right))
            {
                Alignment = alignment,
                Size = 14,
                Offset = 0,
                HasGround = true,
            }
        );
        if (double.IsFinite(interval.Low))
            plot.Words.Add(
                new Word(Invariant($"{interval.Low:0.000} to {interval.High:0.000}"), x, y - 0.09, Colours.Soft)
                {
                    Alignment = alignment,
                    Offset = 0,
                    HasGround = true,
                }
            );
        plot.Limit(0, 1, 0, 1);
        plot.IsSquare = true;
        return plot;
    }
}
