using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The section about metrics over right and over wrong answers.</summary>
internal static class RightAndWrongSection
{
    public static Section Of(EvaluationFindings f) =>
        new(
            "Right and wrong answers",
            "Distribution of each metric over right and over wrong answers. The further apart, the more a metric tells."
        )
        {
            Pictures = [.. DensityPicture.Of(f)],
            Tables =
            [
                ReportTable.Of(
                    "metrics",
                    ["metric", "rows", "mean", "median", "standard deviation", "least", "25%", "75%", "largest"],
                    f.Metrics.Where(metric => metric.Basic is not null),
                    metric =>
                        metric.Basic is { } b
                            ? [metric.Name, b.N, b.Mean, b.Median, b.StdDdof1, b.Min, b.Q25, b.Q75, b.Max]
                            : []
                ),
                ReportTable.Of(
                    "right_and_wrong",
                    [
                        "metric",
                        "mean, right",
                        "mean, wrong",
                        "Cohen's d",
                        "95% (bootstrap)",
                        "F",
                        "p (ANOVA)",
                        "p (Welch)",
                        "p (Mann-Whitney)",
                        "η²",
                    ],
                    f.Metrics.Where(metric => metric.Two is not null),
                    metric =>
                        [
                            metric.Name,
                            metric.Right.Average(),
                            metric.Wrong.Average(),
                            metric.Two!.CohensD,
                            ReportText.Interval(metric.Bootstrap?.CohensD),
                            metric.Anova!.F,
                            metric.Anova.P,
                            metric.Two.WelchP,
                            metric.Two.MannWhitneyP,
                            metric.Anova.Eta2,
                        ]
                ),
            ],
        };
}
