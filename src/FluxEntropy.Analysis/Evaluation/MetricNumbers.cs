using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// The numbers of one metric, under the names that SciPy's users know; null where there is no answer.
/// </summary>
internal static class MetricNumbers
{
    public static Dictionary<string, object?>? Roc(MetricFindings metric) =>
        metric.Roc is not { } roc
            ? null
            : new()
            {
                ["auc"] = roc.Auc,
                ["right_answers_are"] = ReportText.Direction(roc.Auc),
                ["delong_se"] = roc.StandardError,
                ["delong_ci95"] = RegressionNumbers.Pair(roc.Interval),
            };

    public static Dictionary<string, object?>? Bootstrap(MetricFindings metric) =>
        metric.Bootstrap is not { } draws
            ? null
            : new()
            {
                ["reps"] = draws.Draws,
                ["auc_ci95"] = RegressionNumbers.Pair(draws.Auc),
                ["cohens_d_ci95"] = RegressionNumbers.Pair(draws.CohensD),
            };

    public static Dictionary<string, object?>? Anova(MetricFindings metric)
    {
        if (metric is not { Anova: { } anova, Two: { } two })
            return null;
        var (right, wrong) = (Summary.Of(metric.Right), Summary.Of(metric.Wrong));
        return new()
        {
            ["F"] = anova.F,
            ["p"] = anova.P,
            ["df1"] = anova.DfModel,
            ["df2"] = anova.DfResid,
            ["eta2"] = anova.Eta2,
            ["mean_true"] = right.Mean,
            ["sd_true"] = right.StdDdof1,
            ["n_true"] = right.N,
            ["mean_false"] = wrong.Mean,
            ["sd_false"] = wrong.StdDdof1,
            ["n_false"] = wrong.N,
            ["cohens_d"] = two.CohensD,
            ["welch_t"] = two.WelchT,
            ["welch_p"] = two.WelchP,
            ["mannwhitney_u_true"] = two.MannWhitneyU,
            ["mannwhitney_p_two_sided_continuity"] = two.MannWhitneyP,
        };
    }

    public static Dictionary<string, object?>? ChiSquared(MetricFindings metric) =>
        metric.Bins is not { } bins
            ? null
            : new()
            {
                ["edges"] = bins.Edges,
                ["labels"] = bins.Labels,
                ["columns"] = new[] { "0", "1" },
                ["table"] = bins.Table,
                ["chi2"] = bins.Chi2,
                ["dof"] = bins.Dof,
                ["p"] = bins.P,
                ["expected"] = bins.Expected,
                ["chi2_uncorrected"] = bins.Chi2Uncorrected,
                ["p_uncorrected"] = bins.PUncorrected,
                ["cramers_v"] = bins.CramersV,
                ["trend_z"] = metric.Trend?.Z,
                ["trend_p"] = metric.Trend?.P,
            };
}
