using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Tables of logistic regressions.</summary>
internal static class RegressionTables
{
    public static ReportTable Coefficients(LogisticRegression[] fits, IReadOnlyList<CollinearFit> collinear) =>
        new(
            "coefficients",
            ["regression on", "term", "coef", "std err", "z", "p", "2.5%", "97.5%", "VIF"],
            [.. fits.SelectMany(Terms), .. collinear.SelectMany(Terms)]
        );

    public static ReportTable Fits(LogisticRegression[] fits, IReadOnlyList<CollinearFit> collinear) =>
        new(
            "fits",
            [
                "regression on",
                "rows",
                "pseudo R²",
                "log-likelihood",
                "p (LLR)",
                "AIC",
                "BIC",
                "AUC of the fit",
                "Brier",
                "condition number",
            ],
            [
                .. fits.Select(fit => Row(ReportText.Name(fit), fit, fit.DfModel > 1 ? fit.ConditionNumber : null)),
                .. collinear.Select(fit => Row(string.Join(" + ", fit.Names), fit.Kept, double.PositiveInfinity)),
            ]
        );

    private static IEnumerable<IReadOnlyList<object?>> Terms(LogisticRegression fit) =>
        fit.Terms.Select(
            (term, i) =>
                (object?[])
                    [
                        ReportText.Name(fit),
                        term.Name,
                        term.Coef,
                        term.StdErr,
                        term.Z,
                        term.P,
                        term.CiLow,
                        term.CiHigh,
                        i > 0 && fit.DfModel > 1 ? fit.Vif[i - 1] : null,
                    ]
        );

    // Coefficients have no one answer; how far each is inflated has.
    private static IEnumerable<IReadOnlyList<object?>> Terms(CollinearFit fit) =>
        fit.Names.Zip(fit.Vif, (name, vif) =>
            (object?[])[string.Join(" + ", fit.Names), name, null, null, null, null, null, null, vif]
        );

    private static object?[] Row(string name, LogisticRegression fit, double? condition) =>
        [name, fit.N, fit.PseudoR2, fit.LogLikelihood, fit.LlrP, fit.Aic, fit.Bic, fit.Roc.Auc, fit.Brier, condition];
}
