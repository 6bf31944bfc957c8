using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about the ranks of texts.</summary>
internal static class RanksSection
{
    public static Section Of(ModelsFindings f) =>
        new(
            "Ranks",
            $"Rank of each text under {f.By} and under each other model, 0 for the highest value. "
                + "Points on the diagonal are agreement."
        )
        {
            Pictures = [RankPanelsPicture.Of(f)],
        };
}
