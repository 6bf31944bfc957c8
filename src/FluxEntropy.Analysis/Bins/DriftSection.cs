using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The section about what has changed between two tables.</summary>
internal static class DriftSection
{
    public static Section Of(BinsFindings f, string later, double[] laterValues) =>
        new(
            $"Drift: {later}",
            "Kolmogorov-Smirnov's D is the largest distance between the two distribution functions; with many texts its p "
                + "is tiny for differences of no consequence. The population stability index weighs shares of ten bins: "
                + "below 0.1 is stable by a common rule, above 0.25 a shift."
        )
        {
            Pictures = laterValues.Length > 1 ? [DriftPicture.Of(f, later, laterValues)] : [],
            Tables =
            [
                ReportTable.Of("drift", ["metric", "D", "p", "population stability index", "bins"], f.Drifts, pair =>
                    [pair.Metric, pair.Drift.KsD, pair.Drift.KsP, pair.Drift.Psi, pair.Drift.Bins]
                ),
            ],
        };
}
