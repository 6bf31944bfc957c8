using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>The section about the values of every model.</summary>
internal static class ValuesSection
{
    public static Section Of(ModelsFindings f) =>
        new(
            "Values, sorted by one model",
            $"Every text at its rank under {f.By}, from the highest value to the lowest. Where models agree, the other ones fall with it."
        )
        {
            Pictures = [SortedPicture.Of(f)],
            Tables =
            [
                ReportTable.Of(
                    "models",
                    [
                        "model",
                        "mean",
                        "median",
                        "standard deviation",
                        "least",
                        "largest",
                        "25%",
                        "75%",
                        "skewness",
                        "kurtosis",
                    ],
                    f.Scores.Models.Zip(f.Summaries),
                    pair =>
                        pair.Second is var s
                            ?
                            [
                                pair.First,
                                s.Mean,
                                s.Median,
                                s.StdDdof1,
                                s.Min,
                                s.Max,
                                s.Q25,
                                s.Q75,
                                s.SkewBiased,
                                s.KurtosisExcessBiased,
                            ]
                            : []
                ),
            ],
        };
}
