using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about distances between models.</summary>
internal static class DistancesSection
{
    public static Section Of(ModelsFindings f) =>
        new("Distances", "Euclidean distance between the models' values, with their levels and without.")
        {
            Pictures =
            [
                new Picture(
                    "distances",
                    "Euclidean distance between models over all texts: of the values (left), and without each model's mean level (right).",
                    [
                        HeatMap.Of("with levels", f.Scores.Models, f.Euclidean, "0.0"),
                        HeatMap.Of("without levels", f.Scores.Models, f.EuclideanMeanRemoved, "0.0"),
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
