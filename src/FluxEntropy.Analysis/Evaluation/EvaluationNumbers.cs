using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>All numbers of an evaluation, under the names that statsmodels' and SciPy's users know.</summary>
internal static class EvaluationNumbers
{
    public static Dictionary<string, object?> Of(EvaluationFindings f)
    {
        var outcomes = f.Data.Outcomes;
        return new()
        {
            ["n"] = outcomes.Length,
            ["n_true"] = outcomes.Count(outcome => outcome),
            ["n_false"] = outcomes.Count(outcome => !outcome),
            ["accuracy"] = outcomes.Average(outcome => outcome ? 1.0 : 0),
            ["warnings"] = f.Warnings,
            ["top_tokens"] = f.Data.Bounds.Count > 0 ? f.Data.Bounds : null,
            ["basic"] = ByMetric(f, metric => metric.Basic),
            ["constant"] = f.Metrics.Where(metric => metric.IsConstant).Select(metric => metric.Name),
            ["logit"] = f
                .Metrics.Where(metric => metric.Logit is not null)
                .Select(metric => metric.Logit!)
                .Concat(f.Multivariate)
                .DistinctBy(Name)
                .ToDictionary(Name, Logit),
            ["roc"] = ByMetric(f, metric => metric.Roc is { } roc
                    ? new Dictionary<string, object?>
                    {
                        ["auc"] = roc.Auc,
                        ["delong_se"] = roc.StandardError,
                        ["delong_ci95"] = Pair(roc.Interval),
                    }
                    : null),
            ["sklearn_l2_C1"] = f.Penalised.ToDictionary(
                fit => fit.Key,
                fit => new Dictionary<string, object?>
                {
                    ["coef"] = fit.Value.Coef,
                    ["intercept"] = fit.Value.Intercept,
                }
            ),
            ["anova"] = ByMetric(f, Anova),
            [$"chi_squared_qcut{f.Options.Bins}"] = ByMetric(f, metric =>
                metric.Bins is { } bins ? Bins(bins, metric.Trend) : null
            ),
            ["pearson_matrix"] = new Dictionary<string, object?> { ["columns"] = f.CorrelatedNames, ["r"] = f.Pearson },
            ["spearman_matrix"] = new Dictionary<string, object?>
            {
                ["columns"] = f.CorrelatedNames,
                ["r"] = f.Spearman,
            },
            ["nested_lr_tests"] = f.Nested.ToDictionary(
                test =>
                    $"add_{test.Added.Replace(" ", "", StringComparison.Ordinal)}_to_{test.To.Replace(" ", "", StringComparison.Ordinal)}",
                test => new Dictionary<string, object?>
                {
                    ["lr"] = test.Lr,
                    ["df"] = test.Df,
                    ["p"] = test.P,
                }
            ),
            ["multiple_comparisons_univariate_wald"] = new Dictionary<string, object?>
            {
                ["raw"] = f.Family.ToDictionary(test => test.Metric, test => test.P),
                ["holm"] = f.Family.ToDictionary(test => test.Metric, test => test.Holm),
                ["benjamini_hochberg"] = f.Family.ToDictionary(test => test.Metric, test => test.BenjaminiHochberg),
            },
            ["bootstrap"] = ByMetric(f, metric => metric.Bootstrap is { } draws
                    ? new Dictionary<string, object?>
                    {
                        ["reps"] = draws.Draws,
                        ["auc_ci95"] = Pair(draws.Auc),
                        ["cohens_d_ci95"] = Pair(draws.CohensD),
                    }
                    : null),
            ["duplicates"] = f.Data.Texts is { } texts ? Duplicates(texts, outcomes) : null,
            ["domain"] = f.Domains.ToDictionary(
                domain => domain.Kind,
                domain => new Dictionary<string, object?>
                {
                    ["n"] = domain.N,
                    ["accuracy"] = domain.Accuracy,
                    ["means"] = domain.Means,
                    ["correlation_of_the_first_two"] = domain.Correlation,
                    ["logit"] = domain
                        .Metrics.Where(metric => metric.Logit is not null)
                        .ToDictionary(metric => metric.Name, metric => Logit(metric.Logit!)),
                }
            ),
        };
    }

    private static Dictionary<string, object?> ByMetric(EvaluationFindings f, Func<MetricFindings, object?> of) =>
        f.Metrics.ToDictionary(metric => metric.Name, of);

    private static string Name(LogisticRegression fit) => string.Join('+', fit.Terms.Skip(1).Select(term => term.Name));

    private static Dictionary<string, object?> Logit(LogisticRegression fit)
    {
        var numbers = new Dictionary<string, object?>
        {
            ["n"] = fit.N,
            ["n_true"] = fit.NTrue,
            ["n_false"] = fit.N - fit.NTrue,
            ["df_model"] = fit.DfModel,
            ["df_resid"] = fit.DfResid,
            ["terms"] = fit.Terms,
            ["cov_params"] = fit.Covariance,
            ["log_likelihood"] = fit.LogLikelihood,
            ["ll_null"] = fit.NullLogLikelihood,
            ["pseudo_r2_mcfadden"] = fit.PseudoR2,
            ["llr"] = fit.Llr,
            ["llr_df"] = fit.DfModel,
            ["llr_p"] = fit.LlrP,
            ["aic"] = fit.Aic,
            ["bic"] = fit.Bic,
            ["roc_auc"] = fit.Roc.Auc,
            ["roc_auc_delong_se"] = fit.Roc.StandardError,
            ["roc_auc_delong_ci95"] = Pair(fit.Roc.Interval),
            ["confusion_threshold_0_5"] = fit.Confusion,
            ["brier"] = fit.Brier,
            ["log_loss"] = fit.LogLoss,
        };
        if (fit.DfModel < 2)
            return numbers;
        numbers["vif"] = fit
            .Terms.Skip(1)
            .Select((term, i) => (term.Name, Vif: fit.Vif[i]))
            .ToDictionary(pair => pair.Name, pair => pair.Vif);
        numbers["condition_number_standardised"] = fit.ConditionNumber;
        numbers["coef_correlation"] = fit.CoefficientCorrelation;
        return numbers;
    }

    private static Dictionary<string, object?>? Anova(MetricFindings metric)
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

    private static Dictionary<string, object?> Bins(QuantileBins bins, TrendTest? trend) =>
        new()
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
            ["trend_z"] = trend?.Z,
            ["trend_p"] = trend?.P,
        };

    private static Dictionary<string, object?> Duplicates(string[] texts, bool[] outcomes)
    {
        var groups = texts.Select((text, row) => (text, row)).GroupBy(pair => pair.text, pair => pair.row).ToArray();
        var twins = groups.Where(group => group.Count() > 1).ToArray();
        return new()
        {
            ["n_unique"] = groups.Length,
            ["rows_in_dup_groups"] = twins.Sum(group => group.Count()),
            ["groups"] = twins.Length,
            ["groups_with_mixed_label"] = twins.Count(group =>
                group.Select(row => outcomes[row]).Distinct().Count() > 1
            ),
        };
    }

    private static double[] Pair((double Low, double High) interval) => [interval.Low, interval.High];
}
