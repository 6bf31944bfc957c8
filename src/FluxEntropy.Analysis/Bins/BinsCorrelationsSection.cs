using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The section about correlations of metrics with each other and with length.</summary>
internal static class BinsCorrelationsSection
{
    private const int MaxNamesInPicture = 24;

    public static Section Of(BinsFindings f) =>
        new(
            "Correlations",
            "Spearman's ρ of metrics with each other and with length. A metric that follows the length orders texts by length."
        )
        {
            Pictures =
                f.CorrelatedNames.Count <= MaxNamesInPicture
                    ?
                    [
                        new Picture(
                            "correlations",
                            "Spearman's ρ of metrics and lengths.",
                            [HeatMap.OfCorrelations(f.CorrelatedNames, f.Spearman, "0.00")]
                        )
                        {
                            Width = 980,
                            Height = 780,
                        },
                    ]
                    : [],
            Tables = [ReportTable.Matrix("spearman", "Spearman's ρ", f.CorrelatedNames, f.Spearman)],
        };
}
