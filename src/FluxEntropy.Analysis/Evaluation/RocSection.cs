using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The section about ROC curves.</summary>
internal static class RocSection
{
    public static Section Of(EvaluationFindings f) =>
        new(
            "Telling one from the other",
            "ROC curves: the share of right answers found against the share of wrong ones taken for right, as the threshold "
                + "falls. The diagonal is chance. The area under a curve (AUC) is the probability that a right answer has a "
                + "higher value than a wrong one: far below 0.5 it tells as much as far above."
        )
        {
            Pictures = [.. RocPicture.Of(f)],
            Tables =
            [
                ReportTable.Of(
                    "roc",
                    ["metric", "AUC", "right answers are", "95% (DeLong)", "95% (bootstrap)"],
                    f.Metrics.Where(metric => metric.Roc is not null),
                    metric =>
                        [
                            metric.Name,
                            metric.Roc!.Auc,
                            ReportText.Direction(metric.Roc.Auc),
                            ReportText.Interval(metric.Roc.Interval),
                            ReportText.Interval(metric.Bootstrap?.Auc),
                        ]
                ),
            ],
        };
}
