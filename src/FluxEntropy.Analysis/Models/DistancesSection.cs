using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about distances between models.</summary>
internal static class DistancesSection
{
    public static Section Of(ModelsFindings f)
    {
        var largest = HeatMap.Largest(f.Euclidean, f.EuclideanMeanRemoved);
        return new("Distances", "Euclidean distance between the models' values, with their levels and without.")
        {
            Pictures =
            [
                new Picture(
                    "distances",
                    "Euclidean distance between models over all texts: of the values (left), and without each model's mean level "
                        + "(right), in the same colours.",
                    [
                        HeatMap.OfQuantities("with levels", f.Scores.Models, f.Euclidean, "0.0", largest),
                        HeatMap.OfQuantities("without levels", f.Scores.Models, f.EuclideanMeanRemoved, "0.0", largest),
                    ]
                )
                {
                    Width = 1060,
                    Height = 480,
                },
            ],
            Tables =
            [
                ReportTable.Matrix("euclidean", "distance", f.Scores.Models, f.Euclidean),
                ReportTable.Matrix("euclidean_mean_removed", "without level", f.Scores.Models, f.EuclideanMeanRemoved),
            ],
        };
    }
}
