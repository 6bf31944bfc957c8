using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Does a metric of a text predict whether a model answers right?</summary>
public static class EvaluationAnalysis
{
    private const double Level = 0.05;

    /// <summary>Analyses the rows of an evaluation.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="time">Dates the printed regressions.</param>
    /// <exception cref="AnalysisException">The table does not hold what is needed; the message says what is missing.</exception>
    public static Report Of(ScoreTable table, EvaluationOptions options, TimeProvider time)
    {
        var f = EvaluationFindings.Of(EvaluationData.Of(table, options), options);
        var outcomes = f.Data.Outcomes;
        return new Report(
            Invariant(
                $"{f.Data.Name}: {outcomes.Length:N0} answers, {100 * outcomes.Average(outcome => outcome ? 1.0 : 0):0.0}% right"
            ),
            [.. Answers(f)],
            f.Warnings,
            [.. Sections(f, new EvaluationPictures(f), time.GetLocalNow().DateTime)],
            EvaluationNumbers.Of(f)
        );
    }

    private static IEnumerable<string> Answers(EvaluationFindings f)
    {
        foreach (var metric in f.Metrics.Where(metric => metric is { Logit: not null, Roc: not null }))
        {
            var (term, family) = (metric.Logit!.Terms[1], f.Family.First(test => test.Metric == metric.Name));
            yield return Invariant(
                $"{metric.Name}: {(family.Holm < Level ? term.Coef < 0 ? "lower where the answer is right" : "higher where the answer is right" : "no sign that it tells right from wrong")} (z = {term.Z:0.00}, p = {P(term.P)}, Holm {P(family.Holm)}), and {Strength(metric)}: AUC {Math.Max(metric.Roc!.Auc, 1 - metric.Roc.Auc):0.000}, pseudo R² {metric.Logit.PseudoR2:0.0000}."
            );
        }
        foreach (var test in f.Nested)
            yield return Invariant(
                $"{test.Added} {(test.P < Level ? "adds" : "adds nothing certain")} to {test.To} (likelihood ratio {test.Lr:0.00}, p = {P(test.P)})."
            );
        foreach (var metric in f.Metrics.Where(metric => metric is { Logit: null, Roc: not null, IsConstant: false }))
            yield return Invariant(
                $"{metric.Name}: AUC {Math.Max(metric.Roc!.Auc, 1 - metric.Roc.Auc):0.000}; a regression has no answer (see the warnings)."
            );
    }

    private static string Strength(MetricFindings metric) =>
        Math.Max(metric.Roc!.Auc, 1 - metric.Roc.Auc) switch
        {
            < 0.55 => "of hardly any use to predict one answer",
            < 0.65 => "a weak predictor",
            < 0.8 => "a fair predictor",
            _ => "a strong predictor",
        };

    private static IEnumerable<Section> Sections(EvaluationFindings f, EvaluationPictures pictures, DateTime now)
    {
        var metrics = f.Metrics.Where(metric => metric.Basic is not null).ToArray();
        yield return new Section(
            "Right and wrong answers",
            "Distribution of each metric over right and over wrong answers. The further apart, the more a metric tells."
        )
        {
            Pictures = [.. pictures.Densities()],
            Tables =
            [
                new ReportTable(
                    "metrics",
                    ["metric", "rows", "mean", "median", "standard deviation", "least", "25%", "75%", "largest"],
                    [
                        .. metrics.Select(metric =>
                            metric.Basic is { } b
                                ? (IReadOnlyList<object?>)
                                    [metric.Name, b.N, b.Mean, b.Median, b.StdDdof1, b.Min, b.Q25, b.Q75, b.Max]
                                : []
                        ),
                    ]
                ),
                new ReportTable(
                    "right_and_wrong",
                    [
                        "metric",
                        "mean, right",
                        "mean, wrong",
                        "Cohen's d",
                        "95% (bootstrap)",
                        "F",
                        "p (ANOVA)",
                        "p (Welch)",
                        "p (Mann-Whitney)",
                        "η²",
                    ],
                    [
                        .. f
                            .Metrics.Where(metric => metric.Two is not null)
                            .Select(metric =>
                                (IReadOnlyList<object?>)
                                    [
                                        metric.Name,
                                        metric.Right.Average(),
                                        metric.Wrong.Average(),
                                        metric.Two!.CohensD,
                                        Interval(metric.Bootstrap?.CohensD),
                                        metric.Anova!.F,
                                        metric.Anova.P,
                                        metric.Two.WelchP,
                                        metric.Two.MannWhitneyP,
                                        metric.Anova.Eta2,
                                    ]
                            ),
                    ]
                ),
            ],
        };
        yield return new Section(
            "Telling one from the other",
            "ROC curves: the share of right answers found against the share of wrong ones taken for right, as the threshold falls. The diagonal is chance."
        )
        {
            Pictures = [.. pictures.Curves()],
            Tables =
            [
                new ReportTable(
                    "roc",
                    ["metric", "AUC", "95% (DeLong)", "95% (bootstrap)"],
                    [
                        .. f
                            .Metrics.Where(metric => metric.Roc is not null)
                            .Select(metric =>
                                (IReadOnlyList<object?>)
                                    [
                                        metric.Name,
                                        metric.Roc!.Auc,
                                        Interval(metric.Roc.Interval),
                                        Interval(metric.Bootstrap?.Auc),
                                    ]
                            ),
                    ]
                ),
            ],
        };
        yield return new Section(
            "Share of right answers by quantile bin",
            "Bins of equally many rows, from the lowest values to the highest. χ² asks whether bins differ at all, the trend test of Cochran and Armitage whether the share rises or falls."
        )
        {
            Pictures = [.. pictures.Bins()],
            Tables =
            [
                .. f
                    .Metrics.Where(metric => metric.Bins is not null)
                    .Select(metric => new ReportTable(
                        $"bins_{metric.Name}",
                        [metric.Name, "wrong", "right", "share right", "expected wrong", "expected right"],
                        [
                            .. metric.Bins!.Labels.Select(
                                (label, i) =>
                                    (IReadOnlyList<object?>)
                                        [
                                            label,
                                            metric.Bins.Table[i][0],
                                            metric.Bins.Table[i][1],
                                            metric.Bins.Table[i][1] / (double)metric.Bins.Table[i].Sum(),
                                            metric.Bins.Expected[i][0],
                                            metric.Bins.Expected[i][1],
                                        ]
                            ),
                        ]
                    )),
                new ReportTable(
                    "chi_squared",
                    ["metric", "χ²", "degrees of freedom", "p", "Cramér's V", "trend z", "p (trend)"],
                    [
                        .. f
                            .Metrics.Where(metric => metric.Bins is not null)
                            .Select(metric =>
                                (IReadOnlyList<object?>)
                                    [
                                        metric.Name,
                                        metric.Bins!.Chi2,
                                        metric.Bins.Dof,
                                        metric.Bins.P,
                                        metric.Bins.CramersV,
                                        metric.Trend?.Z,
                                        metric.Trend?.P,
                                    ]
                            ),
                    ]
                ),
            ],
        };
        yield return new Section(
            "Correlations",
            "Spearman's ρ of metrics, outcome and covariates. Metrics that hardly differ from each other cannot all be put into one regression."
        )
        {
            Pictures = [pictures.Correlations()],
            Tables =
            [
                ReportTable.Matrix("pearson", "Pearson's r", f.CorrelatedNames, f.Pearson),
                ReportTable.Matrix("spearman", "Spearman's ρ", f.CorrelatedNames, f.Spearman),
            ],
        };
        yield return new Section(
            "Logistic regressions",
            "One predictor each, then several. Wald's p of the single ones is corrected for their number by Holm (any false alarm) and by Benjamini and Hochberg (share of false alarms)."
        )
        {
            Tables =
            [
                new ReportTable(
                    "family",
                    ["metric", "p", "p (Holm)", "p (Benjamini-Hochberg)"],
                    [
                        .. f.Family.Select(test =>
                            (IReadOnlyList<object?>)[test.Metric, test.P, test.Holm, test.BenjaminiHochberg]
                        ),
                    ]
                ),
                new ReportTable(
                    "nested",
                    ["added", "to", "likelihood ratio", "degrees of freedom", "p"],
                    [
                        .. f.Nested.Select(test =>
                            (IReadOnlyList<object?>)[test.Added, test.To, test.Lr, test.Df, test.P]
                        ),
                    ]
                ),
                new ReportTable(
                    "coefficients",
                    ["regression on", "term", "coef", "std err", "z", "p", "2.5%", "97.5%", "VIF"],
                    [.. Fits(f).SelectMany(Terms)]
                ),
                new ReportTable(
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
                    [
                        .. Fits(f)
                            .Select(fit =>
                                (IReadOnlyList<object?>)
                                    [
                                        Name(fit),
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
                            ),
                    ]
                ),
            ],
            Preformatted = [.. Fits(f).Select(fit => LogitSummary.Of(fit, "correct", now))],
        };
        if (f.Domains.Count > 0)
            yield return Domains(f);
    }

    private static Section Domains(EvaluationFindings f)
    {
        string[] columns = [.. f.Domains[0].Means.Keys];
        return new Section(
            $"By {f.Options.Domain}",
            "A metric that differs between kinds of text, while kinds differ in difficulty, predicts answers without saying anything within a kind."
        )
        {
            Tables =
            [
                new ReportTable(
                    "domains",
                    [
                        "kind",
                        "rows",
                        "share right",
                        .. columns.Select(column => $"mean {column}"),
                        "r of the first two metrics",
                    ],
                    [
                        .. f.Domains.Select(domain =>
                            (IReadOnlyList<object?>)
                                [
                                    domain.Kind,
                                    domain.N,
                                    domain.Accuracy,
                                    .. columns.Select(column => (object?)domain.Means[column]),
                                    domain.Correlation,
                                ]
                        ),
                    ]
                ),
                new ReportTable(
                    "domain_regressions",
                    ["kind", "metric", "coef", "std err", "z", "p", "AUC"],
                    [
                        .. f.Domains.SelectMany(domain =>
                            domain
                                .Metrics.Where(metric => metric.Logit is not null)
                                .Select(metric =>
                                    (IReadOnlyList<object?>)
                                        [
                                            domain.Kind,
                                            metric.Name,
                                            metric.Logit!.Terms[1].Coef,
                                            metric.Logit.Terms[1].StdErr,
                                            metric.Logit.Terms[1].Z,
                                            metric.Logit.Terms[1].P,
                                            metric.Roc!.Auc,
                                        ]
                                )
                        ),
                    ]
                ),
            ],
        };
    }

    private static IEnumerable<LogisticRegression> Fits(EvaluationFindings f) =>
        f.Metrics.Select(metric => metric.Logit).OfType<LogisticRegression>().Concat(f.Multivariate);

    private static IEnumerable<IReadOnlyList<object?>> Terms(LogisticRegression fit) =>
        fit.Terms.Select(
            (term, i) =>
                (IReadOnlyList<object?>)
                    [
                        Name(fit),
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

    private static string Name(LogisticRegression fit) =>
        string.Join(" + ", fit.Terms.Skip(1).Select(term => term.Name));

    private static string Interval((double Low, double High)? interval) =>
        interval is var (low, high) && double.IsFinite(low) ? Invariant($"{low:0.000} to {high:0.000}") : "–";

    private static string P(double p) =>
        p < 0.0001 ? p.ToString("0.0e-0", System.Globalization.CultureInfo.InvariantCulture) : Invariant($"{p:0.0000}");
}
