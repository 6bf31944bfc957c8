using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The section about correlations of metrics, outcome and covariates.</summary>
internal static class EvaluationCorrelationsSection
{
    public static Section Of(EvaluationFindings f) =>
        new(
            "Correlations",
            "Spearman's ρ of metrics, outcome and covariates. Metrics that hardly differ from each other cannot all be put "
                + "into one regression."
        )
        {
            Pictures =
            [
                new Picture(
                    "correlations",
                    "Spearman's ρ of metrics, outcome and covariates.",
                    [HeatMap.OfCorrelations(f.CorrelatedNames, f.Spearman, "0.00")]
                )
                {
                    Width = 700,
                    Height = 560,
                },
            ],
            Tables =
            [
                ReportTable.Matrix("pearson", "Pearson's r", f.CorrelatedNames, f.Pearson),
                ReportTable.Matrix("spearman", "Spearman's ρ", f.CorrelatedNames, f.Spearman),
            ],
        };
}
