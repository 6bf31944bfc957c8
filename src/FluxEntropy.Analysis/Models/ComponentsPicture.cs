using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>Models on their first two principal components, with levels and without.</summary>
internal static class ComponentsPicture
{
    public static Picture Of(ModelsFindings f) =>
        new(
            "components",
            "Models on their first two principal components: with their levels (left) and without (right).",
            [Panel("with levels", f.Scores.Models, f.Pca), Panel("without levels", f.Scores.Models, f.PcaWithoutLevel)]
        )
        {
            Width = 1000,
            Height = 430,
        };

    private static Plot Panel(string title, IReadOnlyList<string> models, PrincipalComponents pca)
    {
        var plot = Plots.Of(title, Axis(pca, 0), Axis(pca, 1));
        (double X, double Y)[] points =
        [
            .. pca.Coordinates.Take(models.Count).Select(row => (row.ElementAtOrDefault(0), row.ElementAtOrDefault(1))),
        ];
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (bottom, top) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var (width, height) = (Math.Max(right - left, 1e-9), Math.Max(top - bottom, 1e-9));
        plot.Axes.SetLimits(left - width * 0.12, right + width * 0.12, bottom - height * 0.12, top + height * 0.12);
        // Names beside their points, moved up where they would overlap.
        var placed = new List<(double From, double To, double Y)>();
        foreach (var model in Enumerable.Range(0, models.Count).OrderBy(model => points[model].Y))
        {
            var (x, y) = points[model];
            var (isLeft, length) = (x > left + width * 0.55, models[model].Length * width * 0.022);
            var (from, to) = isLeft ? (x - length, x) : (x, x + length);
            while (placed.Any(other => from < other.To && other.From < to && Math.Abs(other.Y - y) < height * 0.06))
                y += height * 0.01;
            placed.Add((from, to, y));
            plot.Points([points[model].X], [points[model].Y], Colours.Of(model), 9);
            var alignment = isLeft ? Alignment.MiddleRight : Alignment.MiddleLeft;
            plot.Write(models[model], x, y, Colours.Of(model), alignment, offset: 9);
        }
        return plot;
    }

    private static string Axis(PrincipalComponents pca, int component) =>
        component < pca.ExplainedVarianceRatio.Length
            ? Invariant($"component {component + 1} ({100 * pca.ExplainedVarianceRatio[component]:0.0}%)")
            : $"component {component + 1}";
}
