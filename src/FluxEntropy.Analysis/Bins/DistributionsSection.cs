using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The section about distributions of metrics.</summary>
internal static class DistributionsSection
{
    public static Section Of(BinsFindings f) =>
        new("Distributions", "Every metric of every text, and where the bins of the first one begin and end.")
        {
            Pictures =
            [
                DistributionPictures.WithBoundaries(f),
                .. f.Metrics.Count > 1 ? [DistributionPictures.OtherMetrics(f)] : Array.Empty<Picture>(),
            ],
            Tables =
            [
                ReportTable.Of(
                    "metrics",
                    [
                        "metric",
                        "texts",
                        "mean",
                        "median",
                        "standard deviation",
                        "least",
                        "25%",
                        "75%",
                        "largest",
                        "skewness",
                    ],
                    f.Summaries,
                    pair =>
                        pair.Summary is var s
                            ? [pair.Metric, s.N, s.Mean, s.Median, s.StdDdof1, s.Min, s.Q25, s.Q75, s.Max, s.SkewBiased]
                            : []
                ),
            ],
        };
}
