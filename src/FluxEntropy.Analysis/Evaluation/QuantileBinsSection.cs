using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The section about the share of right answers by quantile bin.</summary>
internal static class QuantileBinsSection
{
    public static Section Of(EvaluationFindings f)
    {
        var binned = f.Metrics.Where(metric => metric.Bins is not null).ToArray();
        return new(
            "Share of right answers by quantile bin",
            "Bins of equally many rows, from the lowest values to the highest. χ² asks whether bins differ at all, the trend "
                + "test of Cochran and Armitage whether the share rises or falls."
        )
        {
            Pictures = [.. QuantileBinsPicture.Of(f)],
            Tables =
            [
                .. binned.Select(metric => Counts(metric.Name, metric.Bins!)),
                ReportTable.Of(
                    "chi_squared",
                    ["metric", "χ²", "degrees of freedom", "p", "Cramér's V", "trend z", "p (trend)"],
                    binned,
                    metric =>
                        metric.Bins is { } bins
                            ?
                            [
                                metric.Name,
                                bins.Chi2,
                                bins.Dof,
                                bins.P,
                                bins.CramersV,
                                metric.Trend?.Z,
                                metric.Trend?.P,
                            ]
                            : []
                ),
            ],
        };
    }

    private static ReportTable Counts(string metric, QuantileBins bins) =>
        ReportTable.Of(
            $"bins_{metric}",
            [metric, "wrong", "right", "share right", "expected wrong", "expected right"],
            Enumerable.Range(0, bins.Labels.Length),
            i =>
                [
                    bins.Labels[i],
                    bins.Table[i][0],
                    bins.Table[i][1],
                    bins.Table[i][1] / (double)bins.Table[i].Sum(),
                    bins.Expected[i][0],
                    bins.Expected[i][1],
                ]
        );
}
