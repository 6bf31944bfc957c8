using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>Models on their first two principal components, with levels and without.</summary>
internal static class ComponentsPicture
{
    private const double MostEnlarged = 4; // what is smaller is not legible beside the other at one scale

    public static Picture Of(ModelsFindings f)
    {
        var (with, without) = (Points(f, f.Pca), Points(f, f.PcaWithoutLevel));
        var (wide, narrow) = (HalfSpan(with), HalfSpan(without));
        var isEnlarged = narrow > 0 && wide / narrow > MostEnlarged;
        var scale = isEnlarged ? Invariant($", enlarged {wide / narrow:0.#} times") : "";
        return new(
            "components",
            "Models on their first two principal components: with their levels (left) and without (right), "
                + (isEnlarged ? Invariant($"which is enlarged {wide / narrow:0.#} times.") : "at one scale."),
            [
                Panel("with levels", f.Scores.Models, f.Pca, with, wide),
                Panel(
                    $"without levels{scale}",
                    f.Scores.Models,
                    f.PcaWithoutLevel,
                    without,
                    isEnlarged ? narrow : wide
                ),
            ]
        )
        {
            Width = 1000,
            Height = 430,
        };
    }

    private static (double X, double Y)[] Points(ModelsFindings f, PrincipalComponents pca) =>
        [
            .. pca
                .Coordinates.Take(f.Scores.Models.Count)
                .Select(row => (row.ElementAtOrDefault(0), row.ElementAtOrDefault(1))),
        ];

    // Half the side of the square that holds all points around its middle.
    private static double HalfSpan((double X, double Y)[] points) =>
        Math.Max(
            points.Max(point => point.X) - points.Min(point => point.X),
            points.Max(point => point.Y) - points.Min(point => point.Y)
        ) / 2;

    // Distances between points are distances of models only where both axes have one scale.
    private static Panel Panel(
        string title,
        IReadOnlyList<string> models,
        PrincipalComponents pca,
        (double X, double Y)[] points,
        double halfSpan
    )
    {
        var plot = Plots.Of(title, Axis(pca, 0), Axis(pca, 1));
        var (x, y) = (Middle(points.Select(point => point.X)), Middle(points.Select(point => point.Y)));
        var half = halfSpan > 0 ? 1.15 * halfSpan : 0.5;
        plot.Limit(x - half, x + half, y - half, y + half);
        plot.IsSquare = true;
        plot.Ends = [.. models.Select((model, i) => new LineEnd(model, points[i].X, points[i].Y, i))];
        for (var model = 0; model < models.Count; model++)
            plot.Points([points[model].X], [points[model].Y], Colours.Of(model), 9);
        return plot;
    }

    private static double Middle(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return (all.Min() + all.Max()) / 2;
    }

    // A share of nothing is no share: where no variance is left, as of two models without their levels, it is 0.
    private static string Axis(PrincipalComponents pca, int component) =>
        pca.ExplainedVarianceRatio.ElementAtOrDefault(component) is var share && double.IsFinite(share)
            ? Invariant($"component {component + 1} ({100 * share:0.0}%)")
            : $"component {component + 1}";
}
