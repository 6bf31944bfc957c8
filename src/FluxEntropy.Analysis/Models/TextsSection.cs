using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>The table of every text with its values and ranks.</summary>
internal static class TextsSection
{
    public static Section Of(ModelsFindings f) =>
        new("Every text", $"Sorted by {f.By}, the highest value first.")
        {
            Tables =
            [
                ReportTable.Of(
                    "texts",
                    ["text", .. f.Scores.Models, .. f.Scores.Models.Select(model => $"rank: {model}")],
                    f.Order,
                    text =>
                        [
                            f.Scores.Texts[text],
                            .. f.Scores.Values.Select(row => (object?)row[text]),
                            .. f.Comparison.DescendingRanks.Select(row => (object?)(int)row[text]),
                        ]
                ) with
                {
                    Shown = 10,
                },
            ],
        };
}
