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
            ["rows_without_value"] = ByMetric(f, metric => metric.Dropped - metric.Infinite),
            ["rows_with_infinite_value"] = ByMetric(f, metric => metric.Infinite),
            ["constant"] = f.Metrics.Where(metric => metric.IsConstant).Select(metric => metric.Name),
            ["logit"] = f
                .Metrics.Select(metric => metric.Logit)
                .OfType<LogisticRegression>()
                .Concat(f.Multivariate)
                .DistinctBy(Name)
                .ToDictionary(Name, RegressionNumbers.Of),
            ["collinear"] = f.Collinear.ToDictionary(fit => string.Join('+', fit.Names), RegressionNumbers.Of),
            ["roc"] = ByMetric(f, MetricNumbers.Roc),
            ["sklearn_l2_C1"] = f.Penalised.ToDictionary(
                fit => fit.Key,
                fit => new Dictionary<string, object?>
                {
                    ["coef"] = fit.Value.Coef,
                    ["intercept"] = fit.Value.Intercept,
                }
            ),
            ["anova"] = ByMetric(f, MetricNumbers.Anova),
            [$"chi_squared_qcut{f.Options.Bins}"] = ByMetric(f, MetricNumbers.ChiSquared),
            ["pearson_matrix"] = Matrix(f, f.Pearson),
            ["spearman_matrix"] = Matrix(f, f.Spearman),
            ["nested_lr_tests"] = f.Nested.ToDictionary(
                test => $"add_{Joined(test.Added)}_to_{Joined(test.To)}",
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
            ["bootstrap"] = ByMetric(f, MetricNumbers.Bootstrap),
            ["duplicates"] = f.Data.Texts is { } texts ? DuplicateNumbers.Of(texts, outcomes) : null,
            ["domain"] = f.Domains.ToDictionary(domain => domain.Kind, Domain),
        };
    }

    private static Dictionary<string, object?> ByMetric(EvaluationFindings f, Func<MetricFindings, object?> of) =>
        f.Metrics.ToDictionary(metric => metric.Name, of);

    private static string Name(LogisticRegression fit) => string.Join('+', fit.Terms.Skip(1).Select(term => term.Name));

    private static string Joined(string names) => names.Replace(" ", "", StringComparison.Ordinal);

    private static Dictionary<string, object?> Matrix(EvaluationFindings f, double[][] values) =>
        new() { ["columns"] = f.CorrelatedNames, ["r"] = values };

    private static Dictionary<string, object?> Domain(DomainFindings domain) =>
        new()
        {
            ["n"] = domain.N,
            ["accuracy"] = domain.Accuracy,
            ["means"] = domain.Means,
            ["correlation_of_the_first_two"] = domain.Correlation,
            ["logit"] = domain
                .Metrics.Where(metric => metric.Logit is not null)
                .ToDictionary(metric => metric.Name, metric => RegressionNumbers.Of(metric.Logit!)),
        };
}
