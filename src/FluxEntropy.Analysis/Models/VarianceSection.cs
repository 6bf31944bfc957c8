using FluxEntropy.Analysis.Reports;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about analyses of variance.</summary>
internal static class VarianceSection
{
    public static Section Of(ModelsFindings f)
    {
        var (one, blocked) = (f.OneWay, f.Blocked);
        return new(
            "Analyses of variance",
            "Do the models' means differ? One-way the texts are noise; blocked, each text is compared with itself; Friedman's "
                + "test looks at orders alone. Kendall's W tests whether models agree at all."
        )
        {
            Tables =
            [
                new ReportTable(
                    "tests",
                    ["test", "statistic", "degrees of freedom", "p"],
                    [
                        ["one-way ANOVA of models", one.F, Invariant($"{one.DfModel}, {one.DfResid}"), one.P],
                        [
                            "models, blocked by text",
                            blocked.FModel,
                            Invariant($"{blocked.DfModel}, {blocked.DfResid}"),
                            blocked.PModel,
                        ],
                        [
                            "texts, blocked by model",
                            blocked.FText,
                            Invariant($"{blocked.DfText}, {blocked.DfResid}"),
                            blocked.PText,
                        ],
                        ["Friedman's χ² of models", f.Friedman.Chi2, Invariant($"{f.Friedman.Df}"), f.Friedman.P],
                        [
                            "Kendall's W (χ²)",
                            f.KendallW.Test.Chi2,
                            Invariant($"{f.KendallW.Test.Df}"),
                            f.KendallW.Test.P,
                        ],
                    ]
                ),
            ],
        };
    }
}
