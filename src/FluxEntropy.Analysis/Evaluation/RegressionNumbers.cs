using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The numbers of one logistic regression, under the names that statsmodels' users know.</summary>
internal static class RegressionNumbers
{
    public static Dictionary<string, object?> Of(LogisticRegression fit)
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
        numbers["vif"] = fit.Terms.Skip(1).Zip(fit.Vif).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        numbers["condition_number_standardised"] = fit.ConditionNumber;
        numbers["coef_correlation"] = fit.CoefficientCorrelation;
        return numbers;
    }

    /// <summary>What there is of a regression whose predictors are linear combinations of each other.</summary>
    public static Dictionary<string, object?> Of(CollinearFit fit) =>
        new()
        {
            ["n"] = fit.Kept.N,
            ["vif"] = fit.Names.Zip(fit.Vif).ToDictionary(pair => pair.First, pair => pair.Second),
            ["condition_number_standardised"] = double.PositiveInfinity,
            ["kept"] = fit.KeptNames,
            ["df_model"] = fit.Kept.DfModel,
            ["log_likelihood"] = fit.Kept.LogLikelihood,
            ["pseudo_r2_mcfadden"] = fit.Kept.PseudoR2,
            ["aic"] = fit.Kept.Aic,
            ["bic"] = fit.Kept.Bic,
        };

    /// <summary>An interval as a list of two.</summary>
    public static double[] Pair((double Low, double High) interval) => [interval.Low, interval.High];
}
