using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Tables of logistic regressions.</summary>
internal static class RegressionTables
{
    public static ReportTable Coefficients(LogisticRegression[] fits) =>
        ReportTable.Of(
            "coefficients",
            ["regression on", "term", "coef", "std err", "z", "p", "2.5%", "97.5%", "VIF"],
            fits.SelectMany(fit => fit.Terms.Select((term, i) => (Fit: fit, Term: term, Index: i))),
            row =>
                [
                    ReportText.Name(row.Fit),
                    row.Term.Name,
                    row.Term.Coef,
                    row.Term.StdErr,
                    row.Term.Z,
                    row.Term.P,
                    row.Term.CiLow,
                    row.Term.CiHigh,
                    row.Index > 0 && row.Fit.DfModel > 1 ? row.Fit.Vif[row.Index - 1] : null,
                ]
        );

    public static ReportTable Fits(LogisticRegression[] fits) =>
        ReportTable.Of(
            "fits",
            [
                "regression on",
                "rows",
                "pseudo R²",
                "log-likelihood",
                "p (LLR)",
                "AIC",
                "BIC",
                "AUC",
                "Brier",
                "condition number",
            ],
            fits,
            fit =>
                [
                    ReportText.Name(fit),
                    fit.N,
                    fit.PseudoR2,
                    fit.LogLikelihood,
                    fit.LlrP,
                    fit.Aic,
                    fit.Bic,
                    fit.Roc.Auc,
                    fit.Brier,
                    fit.DfModel > 1 ? fit.ConditionNumber : null,
                ]
        );
}
