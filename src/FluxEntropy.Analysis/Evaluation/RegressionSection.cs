using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The section about logistic regressions.</summary>
internal static class RegressionSection
{
    public static Section Of(EvaluationFindings f, DateTime now)
    {
        LogisticRegression[] fits =
        [
            .. f.Metrics.Select(metric => metric.Logit).OfType<LogisticRegression>(),
            .. f.Multivariate,
        ];
        return new(
            "Logistic regressions",
            "One predictor each, then several. Wald's p of the single ones is corrected for their number by Holm (any false "
                + "alarm) and by Benjamini and Hochberg (share of false alarms). The AUC of a fit is that of its probabilities. "
                + "Where a predictor is a linear combination of others its variance inflation (VIF) is infinite and its "
                + "coefficient has no one answer; the likelihood is that of the regression without it."
        )
        {
            Tables =
            [
                ReportTable.Of("family", ["metric", "p", "p (Holm)", "p (Benjamini-Hochberg)"], f.Family, test =>
                    [test.Metric, test.P, test.Holm, test.BenjaminiHochberg]
                ),
                ReportTable.Of(
                    "nested",
                    ["added", "to", "likelihood ratio", "degrees of freedom", "p"],
                    f.Nested,
                    test => [test.Added, test.To, test.Lr, test.Df, test.P]
                ),
                RegressionTables.Coefficients(fits, f.Collinear),
                RegressionTables.Fits(fits, f.Collinear),
            ],
            Preformatted = [.. fits.Select(fit => LogitSummary.Of(fit, "correct", now))],
        };
    }
}
