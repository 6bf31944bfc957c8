using FluxEntropy.Analysis.Reports;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about where models disagree.</summary>
internal static class RankSpreadSection
{
    public static Section Of(ModelsFindings f) =>
        new(
            "Where do models disagree?",
            $"Mean deviation of a text's rank between models, by tenth of {f.By}'s order. A bounded scale alone makes it fall "
                + "towards both ends: the band is what models that agree equally well everywhere would show "
                + Invariant($"(95% of {RankNull.Draws} draws of a Gaussian copula with ρ = {f.Null.Rho:0.00}). ")
                + "Only what leaves the band is news."
        )
        {
            Pictures = [RankSpreadPicture.Of(f)],
            Tables =
            [
                ReportTable.Of(
                    "rank_spread",
                    ["tenth", "texts", "mean deviation", "null: mean", "null: 2.5%", "null: 97.5%", "mean range"],
                    f.Spread.Index(),
                    tenth =>
                        [
                            tenth.Item.Decile,
                            tenth.Item.N,
                            tenth.Item.MeanSdDdof1,
                            f.Null.Mean[tenth.Index],
                            f.Null.Low[tenth.Index],
                            f.Null.High[tenth.Index],
                            tenth.Item.MeanRange,
                        ]
                ),
            ],
        };
}
