using FluxEntropy.Analysis.Pictures;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>Ranks of one model against those of each other.</summary>
internal static class RankPanelsPicture
{
    public static Picture Of(ModelsFindings f)
    {
        Panel[] panels =
        [
            .. Enumerable
                .Range(0, f.Scores.Models.Count)
                .Where(model => model != f.Chosen)
                .Select(model => Panel(f, model)),
        ];
        var columns = Math.Min(3, panels.Length);
        var width = columns == 1 ? 460 : 300;
        return new Picture("ranks", $"Rank of each text under {f.By} against its rank under each other model.", panels)
        {
            Columns = columns,
            Width = width * columns,
            Height = width * ((panels.Length + columns - 1) / columns),
        };
    }

    private static Panel Panel(ModelsFindings f, int model)
    {
        var last = f.Scores.Texts.Count - 1;
        var rho = Invariant($"ρ = {f.Spearman.R[f.Chosen][model]:0.00}").Replace('-', '−');
        var plot = Plots.Of(
            $"{DirectionRuns.Isolated(f.Scores.Models[model])}: {rho}",
            $"rank, {DirectionRuns.Isolated(f.By)}",
            "rank"
        );
        plot.Line([0, last], [0, last], Colours.Line, 1.5f);
        var ranks = f.Comparison.DescendingRanks;
        plot.Points(ranks[f.Chosen], ranks[model], Colours.Of(model), 4);
        plot.Limit(-0.03 * last, 1.03 * last, -0.03 * last, 1.03 * last);
        plot.IsSquare = true;
        return plot;
    }
}
