using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about correlations between models.</summary>
internal static class ModelCorrelationsSection
{
    public static Section Of(ModelsFindings f) =>
        new(
            "Agreement between two models",
            "Spearman's ρ compares orders, Kendall's τ-b pairs of texts, Pearson's r values."
        )
        {
            Pictures =
            [
                new Picture(
                    "spearman",
                    "Spearman's ρ of the order of texts between every two models.",
                    [HeatMap.OfCorrelations(f.Scores.Models, f.Spearman.R, "0.00")]
                )
                {
                    Width = 640,
                    Height = 520,
                },
            ],
            Tables =
            [
                ReportTable.Matrix("spearman", "Spearman's ρ", f.Scores.Models, f.Spearman.R),
                ReportTable.Matrix("kendall", "Kendall's τ-b", f.Scores.Models, f.Kendall.R),
                ReportTable.Matrix("pearson", "Pearson's r", f.Scores.Models, f.Pearson.R),
            ],
        };
}
