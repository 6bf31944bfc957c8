using FluxEntropy.Analysis.Reports;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about principal components.</summary>
internal static class ComponentsSection
{
    public static Section Of(ModelsFindings f) =>
        new(
            "Principal components",
            "Models as points in the space of texts. The first component correlates with the models' means at "
                + Invariant(
                    $"{f.Comparison.FirstComponentAgainstLevel():0.000}: near ±1 it is their level and nothing else. "
                )
                + "Without each model's mean level another picture remains."
        )
        {
            Pictures = [ComponentsPicture.Of(f)],
            Tables =
            [
                ReportTable.Of(
                    "components",
                    ["component", "explained variance", "share", "share without level", "share of ranks"],
                    f.Pca.ExplainedVariance.Index(),
                    component =>
                        [
                            component.Index + 1,
                            component.Item,
                            f.Pca.ExplainedVarianceRatio[component.Index],
                            f.PcaWithoutLevel.ExplainedVarianceRatio[component.Index],
                            f.PcaOfRanks.ExplainedVarianceRatio[component.Index],
                        ]
                ),
            ],
        };
}
